package harbor.kit.service.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a table with ties and absent values. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableIT {
  private final Telemetry telemetry = Telemetry.recording("lamps", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("numbers"), telemetry);

  private static final Table<String> LAMPS =
      Table.of(
              "lamps.lamps",
              "id",
              "lamps",
              (row, _) -> row.getString("id"),
              Column.text("id"),
              Column.text("name").as("(lower(name) COLLATE \"C\")").prefixed().sorted(),
              Column.text("color").filtered(),
              Column.text("tags").filteredBy("tags && %s"),
              Column.number("price").ranged().sorted(),
              Column.number("rating").ranged().sorted().nullable(),
              Column.flag("sold").filtered(),
              Column.day("day").ranged().sorted(),
              Column.time("made_at").ranged().sorted())
          .latestBy("made_at");

  private final List<String> ids = new ArrayList<>();

  @BeforeAll
  void store() {
    for (int i = 0; i < 45; i++) {
      ids.add("L%02d".formatted(i * 7 % 45));
    }
    var _ =
        database.<Integer>write(
            handle -> {
              handle.execute(
                  """
                  CREATE TABLE lamps (
                    id text COLLATE "C" PRIMARY KEY, name text, color text, tags text[],
                    price integer, rating integer, sold boolean, day date, made_at timestamptz,
                    secret integer)
                  """);
              for (int i = 0; i < ids.size(); i++) {
                handle.execute(
                    "INSERT INTO lamps VALUES (?, ?, ?, CAST(? AS text[]), ?, ?, ?,"
                        + " CAST(? AS date), CAST(? AS timestamptz), ?)",
                    ids.get(i),
                    i % 3 == 0 ? "Lampe_" + i % 5 : "lampX" + i % 5,
                    i % 2 == 0 ? "red" : "blue",
                    i % 4 == 0 ? "{a,b}" : "{c}",
                    i < 30 ? 1_999 : i,
                    i % 5 == 0 ? null : i % 4,
                    i % 2 == 0,
                    "2027-03-%02d".formatted(1 + i % 9),
                    "2027-03-01T10:00:00.%06dZ".formatted(i % 6),
                    i);
              }
              return ids.size();
            });
  }

  @AfterAll
  void close() {
    database.close();
    telemetry.close();
  }

  static Stream<TableQuery> orders() {
    return Stream.concat(
        Stream.of(TableQuery.getDefaultInstance()),
        Stream.of("id", "name", "price", "rating", "day", "made_at")
            .flatMap(column -> Stream.of(sorted(column, false), sorted(column, true))));
  }

  private static TableQuery sorted(String column, boolean descending) {
    return TableQuery.newBuilder().setSort(column).setDescending(descending).build();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrder_skipsAndRepeatsNothing(TableQuery query) {
    List<Page<String>> pages = pages(query, 7);

    List<String> rows = pages.stream().flatMap(page -> page.rows().stream()).toList();
    assertThat(pages).hasSize(7);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(rows).isEqualTo(page(query, 200, "").rows());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsWithoutTheValue_comeLast(boolean descending) {
    List<String> rows = page(sorted("rating", descending), 200, "").rows();

    assertThat(rows.subList(36, 45)).allMatch(id -> ids.indexOf(id) % 5 == 0);
  }

  @Test
  void token_goesOnAtItsRow_whateverTheSize() {
    TableQuery query = sorted("price", false);
    Page<String> first = page(query, 10, "");

    List<String> rest = new ArrayList<>(page(query, 3, first.nextToken()).rows());
    rest.addAll(page(query, 200, page(query, 3, first.nextToken()).nextToken()).rows());

    assertThat(rest).hasSize(35).doesNotHaveDuplicates().doesNotContainAnyElementsOf(first.rows());
  }

  @ParameterizedTest
  @CsvSource({
    "color, ONE_OF, red, 23",
    "color, ONE_OF, red|blue, 45",
    "color, ONE_OF, Red, 0",
    "tags, ONE_OF, a|x, 12",
    "price, MIN, 1999, 30",
    "price, MAX, 1998, 15",
    "rating, MIN, 0, 36",
    "sold, ONE_OF, true, 23",
    "day, MIN, 2027-03-09, 5",
    "made_at, MAX, 2027-03-01T11:00:00.000002+01:00, 24",
    "name, PREFIX, LAMPE_, 15",
    "name, PREFIX, lamp, 45",
    "name, PREFIX, lampe%, 0",
    "id, ONE_OF, L07|L14|L99, 2"
  })
  void filters_giveTheirRows(String column, String operator, String values, int expected) {
    TableQuery query = query(column, operator, values.split("\\|", -1));

    assertThat(pages(query, 4).stream().mapToInt(page -> page.rows().size()).sum())
        .isEqualTo(expected);
  }

  @Test
  void token_belongsToFiltersByTheirMeaning() {
    TableQuery query = filtered(List.of("red", "blue"), "2027-03-01T10:00:00Z");
    TableQuery same = filtered(List.of("blue", "red", "blue"), "2027-03-01T11:00:00.000+01:00");
    String token = page(query, 7, "").nextToken();

    assertThat(page(same, 7, token).rows()).isEqualTo(page(query, 7, token).rows());
    for (TableQuery foreign :
        List.of(
            query.toBuilder().setDescending(true).build(),
            query.toBuilder().setSort("rating").build(),
            query.toBuilder().removeFilters(0).build(),
            query("color", "ONE_OF", "red"))) {
      assertReason("INVALID_PAGE_TOKEN", () -> page(foreign, 7, token));
    }
    assertReason("INVALID_PAGE_TOKEN", () -> page(query, 7, token + "A"));
    assertReason("INVALID_PAGE_TOKEN", () -> page(query, 7, token.substring(1)));
  }

  private static TableQuery filtered(List<String> colors, String since) {
    return TableQuery.newBuilder()
        .addAllFilters(query("made_at", "MIN", since).getFiltersList())
        .addAllFilters(query("color", "ONE_OF", colors.toArray(String[]::new)).getFiltersList())
        .setSort("price")
        .build();
  }

  /** Whoever knows the form of tokens makes none that the database cannot read. */
  @ParameterizedTest
  @ValueSource(strings = {"x", ":", "3:", "3:abcL01", "99:1L01", "1:1L\0", ":L01"})
  void token_thatSomebodyMadeUp_isRefused(String place) {
    PageToken tokens = PageToken.of("lamps.lamps", "price", "false");
    TableQuery query = sorted("price", false);

    assertThat(page(query, 1, tokens.after("4:1999L01")).rows()).hasSize(1);
    assertReason("INVALID_PAGE_TOKEN", () -> page(query, 1, tokens.after(place)));
  }

  @ParameterizedTest
  @CsvSource({
    "secret, ONE_OF, 7",
    "secret, MIN, 7",
    "nothing, ONE_OF, 7",
    "price, ONE_OF, 7",
    "price, PREFIX, 7",
    "price, MIN, x",
    "price, MIN, 99999999999999999999",
    "price, MIN, 1|2",
    "sold, ONE_OF, yes",
    "day, MIN, 2027-02-30",
    "made_at, MIN, yesterday",
    "made_at, MIN, +99999-01-01T00:00:00Z",
    "color, UNSPECIFIED, red",
    "'color; DROP TABLE lamps', ONE_OF, red"
  })
  void filter_thatIsNotDeclaredOrMalformed_isRefused(
      String column, String operator, String values) {
    TableQuery query = query(column, operator, values.split("\\|", -1));

    assertReason("INVALID_FILTER", () -> page(query, 7, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "nothing", "color", "price,secret", "price DESC", "Price"})
  void sort_thatIsNotDeclared_isRefused_likeOneThatDoesNotExist(String column) {
    assertReason("INVALID_SORT", () -> page(sorted(column, false), 7, ""));
  }

  @Test
  void tooMuch_isRefused() {
    TableFilter one = query("color", "ONE_OF", "red").getFilters(0);
    TableQuery many = TableQuery.newBuilder().addAllFilters(Collections.nCopies(21, one)).build();
    String[] values = Stream.generate(() -> "red").limit(21).toArray(String[]::new);

    assertReason("INVALID_FILTER", () -> page(many, 7, ""));
    assertReason("INVALID_FILTER", () -> page(query("color", "ONE_OF", values), 7, ""));
    assertReason("INVALID_FILTER", () -> page(query("color", "ONE_OF"), 7, ""));
    assertReason("INVALID_FILTER", () -> page(query("color", "ONE_OF", "r\0"), 7, ""));
    assertReason("INVALID_PAGE_SIZE", () -> page(TableQuery.getDefaultInstance(), 201, ""));
  }

  /** The counter-test of those that say that a table has its indexes. */
  @Test
  void missingIndexes_areNamed() {
    List<String> missing =
        database.write(handle -> TablePlans.withoutIndex(handle, LAMPS, "lamps"));

    assertThat(missing)
        .anyMatch(text -> text.startsWith("sort by price"))
        .anyMatch(text -> text.startsWith("filter by color"))
        .noneMatch(text -> text.startsWith("sort by id"));
  }

  private static TableQuery query(String column, String operator, String... values) {
    return TableQuery.newBuilder()
        .addFilters(
            TableFilter.newBuilder()
                .setColumn(column)
                .setOperator(TableOperator.valueOf("TABLE_OPERATOR_" + operator))
                .addAllValues(List.of(values)))
        .build();
  }

  private Page<String> page(TableQuery query, int size, String token) {
    return LAMPS.in(database).page(query, size, token);
  }

  private List<Page<String>> pages(TableQuery query, int size) {
    List<Page<String>> pages = new ArrayList<>(List.of(page(query, size, "")));
    while (!pages.getLast().nextToken().isEmpty()) {
      pages.add(page(query, size, pages.getLast().nextToken()));
    }
    return pages;
  }

  private static void assertReason(String reason, Runnable asking) {
    Failure failure = catchThrowableOfType(Failure.class, asking::run);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(reason);
  }
}
