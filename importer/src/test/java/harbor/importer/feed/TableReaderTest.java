package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.importer.progress.ImportEnded;
import harbor.importer.table.TableRow;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Headers, and rows that do not fit theirs. */
class TableReaderTest extends FirstRow {
  @Test
  void row_isRefused_whenItHasMoreFieldsThanTheHeader() throws IOException {
    assertThat(row("id\ttitle\tprice\nA\tB\t1 EUR\tmore\n"))
        .isEqualTo(new TableRow.Invalid<>(2, "has 4 fields, the header only 3"));
  }

  @Test
  void row_isReadAsShortAsItIs() throws IOException {
    assertThat(good("id\ttitle\tprice\tbrand\nA\tB\t1 EUR\n").value().identity().brand()).isEmpty();
  }

  @Test
  void header_mayBeWrittenInOtherWays_andRepeatColumns() throws IOException {
    ProductData product =
        good("""
        G:ID\tTitle\t Price \tadditional image link\tadditional_image_link\tfoo
        A\tB\t1 EUR\tx\ty\t
        """)
            .value();

    assertThat(product.identity().images()).containsExactly("x", "y");
    assertThat(said).contains("columns ignored: foo");
  }

  @Test
  void header_withoutARequiredColumn_endsTheImport() {
    assertThatThrownBy(() -> row("id\tname\tprice\n"))
        .isInstanceOf(ImportEnded.class)
        .hasMessage(
            "feed.tsv: the first line must name the columns; missing: title, found: id, name,"
                + " price");
  }

  @Test
  void damagedText_isRemarked() throws IOException {
    TableRow.Valid<ProductData> row = good("id\ttitle\tprice\nA\tGr\uFFFD\uFFFDe\t1 EUR\n");

    assertThat(row.remarks()).containsExactly("row has characters that are not UTF-8");
  }
}
