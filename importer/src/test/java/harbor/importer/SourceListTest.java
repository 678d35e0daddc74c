package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.importer.SourceList.Source;
import harbor.importer.client.CoresExtension;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.ImportSummary;
import harbor.importer.table.FeedFiles;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file that is the whole list of a source, and products that are discontinued. */
class SourceListTest {
  private static final String HEADER = "id\ttitle\tprice\tavailability\tproduct_type\n";

  @RegisterExtension private final CoresExtension grpc = new CoresExtension();

  private final RecordingListener listener = new RecordingListener();

  @Test
  void products_thatTheFileDoesNotName_areWithdrawn_andComeBackWithIt() {
    importAll(i -> true, complete());

    importAll(i -> i % 20 != 0, complete());
    assertThat(withdrawn()).isEqualTo(ids(i -> i % 20 == 0));

    importAll(i -> true, complete());
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void products_ofOtherSources_stay() {
    importAll(i -> true, new Source("other", false, OptionalInt.empty()));

    assertThat(importFeed("X\tx\t1 EUR\tin_stock\tC\n", complete()).created()).isEqualTo(1);

    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void importThatNamesNoSource_leavesEveryProductInItsOwn() {
    importAll(i -> true, complete());

    assertThat(importAll(i -> true, Source.NONE).unchanged()).isEqualTo(1_200);
    assertThat(importFeed("P1\tx\t1 EUR\tin_stock\tC\n", Source.NONE).updated()).isEqualTo(1);

    importAll(i -> i % 20 != 1, complete());
    assertThat(withdrawn()).isEqualTo(ids(i -> i % 20 == 1));
  }

  @Test
  void nothing_isWithdrawn_whenItIsMoreThanATenth_unlessThatIsSaid() {
    importAll(i -> true, complete());

    assertThatThrownBy(() -> importAll(i -> i % 5 != 0, complete()))
        .isInstanceOf(ImportEnded.class)
        .hasMessageContaining("240 of 1,200 products")
        .hasMessageContaining("--withdraw-up-to 240");
    assertThat(withdrawn()).isEmpty();
    assertThatThrownBy(() -> importAll(i -> i % 5 != 0, upTo(239))).isInstanceOf(ImportEnded.class);
    assertThat(withdrawn()).isEmpty();

    importAll(i -> i % 5 != 0, upTo(240));
    assertThat(withdrawn()).isEqualTo(ids(i -> i % 5 == 0));
  }

  @Test
  void nothing_isWithdrawn_unlessTheFileIsWhole() {
    importAll(i -> true, complete());

    importAll(i -> i == 1, new Source("erp", false, OptionalInt.empty()));

    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void aRowThatIsRefused_namesItsProduct() {
    importAll(i -> true, complete());

    importFeed(rows(i -> i > 0) + "P0\tx\tno price\tin_stock\tC\n", upTo(9_999));

    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void nothing_isWithdrawn_whenARowHasNoId() {
    importAll(i -> true, complete());

    assertThatThrownBy(() -> importFeed(rows(i -> i > 5) + "\tx\t1 EUR\tin_stock\tC\n", complete()))
        .isInstanceOf(ImportEnded.class)
        .hasMessageContaining("1 rows have no id");
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void whoEndsInTheMiddle_endsInTheSameState_whenRepeated() {
    importAll(i -> true, complete());
    // The second of three calls is done, and nobody hears of it.
    grpc.cores().failWithdrawal = 2;
    IntPredicate kept = i -> i >= 2_500;
    importMore(2_500, 3_000);

    assertThatThrownBy(() -> importFeed(rows(kept, 3_000), upTo(9_999)))
        .isInstanceOf(ImportEnded.class);
    assertThat(withdrawn()).hasSize(1_200);

    importFeed(rows(kept, 3_000), upTo(9_999));

    assertThat(withdrawn()).isEqualTo(ids(i -> true));
  }

  @Test
  void discontinued_withdrawsTheProduct_andStoresNothingOfIt() {
    importAll(i -> true, complete());

    ImportSummary summary =
        importFeed(
            """
            P1\tx\t1 EUR\tdiscontinued\tC
            NEW\tx\t1 EUR\tdiscontinued\tC
            P2\ty\t2 EUR\tin_stock\tC
            """,
            Source.NONE);

    assertThat(withdrawn()).containsExactly("P1");
    assertThat(grpc.cores().products.rows()).doesNotContainKey("NEW");
    assertThat(grpc.cores().products.get("P1").getTitle()).isEqualTo("t");
    assertThat(summary.updated()).isEqualTo(2);
    assertThat(summary.unchanged()).isEqualTo(1);
  }

  private void importMore(int from, int to) {
    importFeed(rows(i -> i >= from, to), new Source("erp", false, OptionalInt.empty()));
  }

  private ImportSummary importAll(IntPredicate kept, Source source) {
    return importFeed(rows(kept), source);
  }

  private ImportSummary importFeed(String rows, Source source) {
    return new Importer(grpc.clients(), listener)
        .importProducts(FeedFiles.text("shop.tsv", HEADER + rows), Optional.empty(), source);
  }

  private static Source complete() {
    return new Source("erp", true, OptionalInt.empty());
  }

  private static Source upTo(int max) {
    return new Source("erp", true, OptionalInt.of(max));
  }

  private static String rows(IntPredicate kept) {
    return rows(kept, 1_200);
  }

  private static String rows(IntPredicate kept, int all) {
    return IntStream.range(0, all)
        .filter(kept)
        .mapToObj(i -> "P%d\tt\t1 EUR\tin_stock\tC\n".formatted(i))
        .collect(Collectors.joining());
  }

  private static Set<String> ids(IntPredicate which) {
    return IntStream.range(0, 1_200)
        .filter(which)
        .mapToObj(i -> "P" + i)
        .collect(Collectors.toSet());
  }

  private Set<String> withdrawn() {
    return Set.copyOf(grpc.cores().withdrawn);
  }
}
