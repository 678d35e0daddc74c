package harbor.inventory;

import static harbor.inventory.Rows.at;
import static harbor.inventory.Rows.place;
import static harbor.inventory.Rows.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.inventory.stock.Place.Kind;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.StockRow;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowViewsTest {
  private static final Set<String> KNOWN = Set.of("P1", "P2");

  @Test
  void stock_isCounted_whenItNamesPlaces() {
    StatedStock stated =
        RowViews.stock(
            stock("a").addQuantities(at("P2", 0)).addQuantities(at("P1", 1_000_000_000)).build(),
            KNOWN);

    assertThat(stated.counted()).isTrue();
    assertThat(stated.onHand()).containsExactlyEntriesOf(onHand());
  }

  @Test
  void stock_isNotCounted_whenItNamesNoPlace() {
    assertThat(RowViews.stock(stock("a").build(), KNOWN).counted()).isFalse();
  }

  @Test
  void placesOf_isEveryPlace_butNoMalformedId() {
    assertThat(
            RowViews.placesOf(
                List.of(
                    stock("a").addQuantities(at("P1", 1)).addQuantities(at("\0", 1)).build(),
                    stock("b").addQuantities(at("P9", 1)).build())))
        .containsExactlyInAnyOrder("P1", "P9");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedStock")
  void stock_isRefused_withTheNameOfTheField(String field, String what, StockRow row) {
    assertRefused(field, what, () -> RowViews.stock(row, KNOWN));
  }

  static Stream<Arguments> refusedStock() {
    return Stream.of(
        refused("product_id", "empty", stock("")),
        refused(
            "available_from",
            "of what is available already",
            stock("a").setAvailableFrom(Timestamps.of(Instant.EPOCH))),
        refused("product_id", "slash", stock("a/b")),
        refused("status", "not said", stock("a").clearStatus()),
        refused("status", "unknown", stock("a").setStatusValue(99)),
        refused("min_handling_days", "negative", stock("a").setMinHandlingDays(-1)),
        refused("max_handling_days", "below the least", stock("a").setMaxHandlingDays(0)),
        refused("max_handling_days", "above a year", stock("a").setMaxHandlingDays(366)),
        refused("quantities", "unknown place", stock("a").addQuantities(at("P9", 1))),
        refused("quantities", "malformed place", stock("a").addQuantities(at("\0", 1))),
        refused("quantities", "negative", stock("a").addQuantities(at("P1", -1))),
        refused("quantities", "too many", stock("a").addQuantities(at("P1", 1_000_000_001))),
        refused(
            "quantities",
            "a place twice",
            stock("a").addQuantities(at("P1", 1)).addQuantities(at("P1", 1))));
  }

  @Test
  void place_isAStore_whenNothingIsSaid() {
    assertThat(RowViews.place(place("P1").clearKind().build()).kind()).isEqualTo(Kind.STORE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedPlaces")
  void place_isRefused_withTheNameOfTheField(String field, String what, Place row) {
    assertRefused(field, what, () -> RowViews.place(row));
  }

  static Stream<Arguments> refusedPlaces() {
    return Stream.of(
        Arguments.of("id", "empty", place("").build()),
        Arguments.of("name", "blank", place("P1").setName(" ").build()),
        Arguments.of("name", "too long", place("P1").setName("n".repeat(201)).build()),
        Arguments.of("city", "NUL", place("P1").setCity("\0").build()),
        Arguments.of("region", "too long", place("P1").setRegion("n".repeat(201)).build()),
        Arguments.of("postal_code", "NUL", place("P1").setPostalCode("\0").build()),
        Arguments.of("latitude", "too far", place("P1").setLatitude(90.01).build()),
        Arguments.of("latitude", "no number", place("P1").setLatitude(Double.NaN).build()),
        Arguments.of("longitude", "too far", place("P1").setLongitude(-180.01).build()),
        Arguments.of("kind", "unknown", place("P1").setKindValue(99).build()));
  }

  private static Map<String, Long> onHand() {
    return new TreeMap<>(Map.of("P1", 1_000_000_000L, "P2", 0L));
  }

  private static void assertRefused(String field, String what, Runnable reading) {
    InvalidField refusal = catchThrowableOfType(InvalidField.class, reading::run);

    assertThat(refusal).as(what).isNotNull();
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.description()).isNotBlank().endsWith(".");
  }

  private static Arguments refused(String field, String what, StockRow.Builder row) {
    return Arguments.of(field, what, row.build());
  }
}
