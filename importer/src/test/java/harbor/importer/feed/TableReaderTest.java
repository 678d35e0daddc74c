package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.importer.progress.Fault;
import harbor.importer.progress.ImportEnded;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.importer.table.FeedForms;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.UniqueRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, and rows that do not fit theirs. */
class TableReaderTest extends FirstRow {
  @Test
  void row_isRefused_whenItHasMoreFieldsThanTheHeader() throws IOException {
    assertThat(row("id\ttitle\tprice\nA\tB\t1 EUR\tmore\n"))
        .isEqualTo(
            new TableRow.Invalid<>(
                2,
                "A",
                new Fault(
                    "row",
                    "more",
                    "has 4 fields, the header only 3",
                    "put quotes around values that hold the separator")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", ",", ";", "|"})
  void row_mayEndWithEmptyFields_orEarly(String separator) throws IOException {
    String feed = "id\ttitle\tprice\tbrand\nA\tB\t1 EUR\t\t\t \t\n".replace("\t", separator);

    assertThat(good(feed).value().id()).isEqualTo("A");
    assertThat(good("id\ttitle\tprice\tbrand\nA\tB\t1 EUR\n").value().identity().brand()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ID\tTITLE\tPRICE\tIMAGE_LINK",
        "Id\tTitle\tPrice\tImage link",
        "g:id\tg:title\tg:price\tg:image_link",
        "id [id]\tTitle [title]\tprice [price]\timage link [image_link]",
        "\uFEFFid\ttitle\tprice\timage-link",
        "\uFEFF\uFEFFid\ttitle\tprice\timage link\t\t",
        "\"ID\"\t\"Title\"\t\"Price\"\t\"Image link\""
      })
  void header_mayBeWrittenInOtherWays(String header) throws IOException {
    ProductData product = good(header + "\nA\tB\t1 EUR\t/i/a.jpg\n").value();

    assertThat(product.identity().images()).containsExactly("/i/a.jpg");
    assertThat(said).noneMatch(sentence -> sentence.contains("ignored"));
  }

  @Test
  void header_mayRepeatColumns_andTheirCellsAreOneList() throws IOException {
    ProductData product =
        good("""
        id\ttitle\tprice\tadditional image link\tadditional_image_link\tfoo
        A\tB\t1 EUR\t/x\t/y\t
        """)
            .value();

    assertThat(product.identity().images()).containsExactly("/x", "/y");
    assertThat(said).contains("columns ignored: foo");
  }

  @Test
  void header_thatComesAgain_isNoRow_andCountsFromThere() throws IOException {
    List<TableRow<ProductData>> rows =
        rows("id\ttitle\tprice\nA\ta\t1 EUR\n\uFEFFID\tPrice\tTitle\nB\t2 EUR\tb\n");

    assertThat(rows)
        .extracting(row -> valid(row).value().texts().title())
        .containsExactly("a", "b");
    assertThat(said).contains("line 3: the header once more, skipped");
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
  void id_thatStandsTwice_countsOnce_andBothLinesAreNamed() throws IOException {
    List<String> columns = List.of("id", "title", "price");
    List<List<String>> rows =
        List.of(
            List.of("D4", "", "1 EUR"),
            List.of("D5", "d", "50.00 EUR"),
            List.of("D5", "d", "100.00 EUR"),
            List.of("D4", "d", "2 EUR"));
    for (FeedFile file : FeedForms.all(columns, rows)) {
      List<TableRow<ProductData>> read = new ArrayList<>();
      try (RowReader<ProductData> unique =
          new UniqueRows<>(
              ProductFeed.open(file, FeedOptions.NONE, _ -> {}), "id", ProductData::id)) {
        for (var row = unique.next(); row.isPresent(); row = unique.next()) {
          read.add(row.get());
        }
      }

      assertThat(valid(read.get(1)).value().offer().list().getMinor()).isEqualTo(5_000);
      long first = read.get(1).line();
      assertThat(read.get(2))
          .isInstanceOfSatisfying(
              TableRow.Invalid.class,
              bad ->
                  assertThat(bad.reason())
                      .isEqualTo(
                          "id 'D5' stands in the file before; line %d counts; leave out one of"
                                  .formatted(first)
                              + " lines %d and %d".formatted(first, first + 1)));
      // the first D4 was refused, so the second one is the first that can be stored
      assertThat(valid(read.get(3)).value().id()).isEqualTo("D4");
    }
  }

  @Test
  void latin1_thatNobodyDeclares_isRefusedByLine_inEveryForm() throws IOException {
    List<String> columns = List.of("id", "title", "price");
    List<List<String>> three =
        List.of(
            List.of("A", "a", "1 EUR"), List.of("B", "Größe", "1 EUR"), List.of("C", "c", "1 EUR"));
    for (FeedFile file : FeedForms.all(columns, three, StandardCharsets.ISO_8859_1)) {
      List<TableRow<ProductData>> read = rows(file);

      assertThat(read).extracting(TableRow::id).containsExactly("A", "B", "C");
      long first = valid(read.getFirst()).line();
      assertThat(valid(read.getLast()).line()).isEqualTo(first + 2);
      assertThat(read.get(1))
          .isEqualTo(
              new TableRow.Invalid<>(
                  first + 1,
                  "B",
                  new Fault(
                      "title",
                      "Gr\uFFFD\uFFFDe",
                      "has characters that are not UTF-8",
                      "say with --encoding which they are, such as windows-1252")));

      FeedFile declared = file.in(Optional.of(StandardCharsets.ISO_8859_1));
      assertThat(valid(rows(declared).get(1)).value().texts().title()).isEqualTo("Größe");
    }
  }

  private List<TableRow<ProductData>> rows(String feed) throws IOException {
    return rows(FeedFiles.text("feed.tsv", feed));
  }

  private List<TableRow<ProductData>> rows(FeedFile file) throws IOException {
    List<TableRow<ProductData>> rows = new ArrayList<>();
    try (RowReader<ProductData> reader = ProductFeed.open(file, FeedOptions.NONE, said::add)) {
      for (var row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }
}
