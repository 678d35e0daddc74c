package harbor.shipping.window;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Money;
import harbor.kit.service.row.Position;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodTest {
  private static final DayRange AT_ONCE = new DayRange(0, 0);

  // On the equator, where a degree is 111.2 km.
  private static final Area DESTINATION = area(0, "Europe/Berlin");
  private static final Area NEAR = area(0.5, "Europe/Berlin");

  private static final Instant BEFORE_CUT_OFF = Instant.parse("2027-06-01T11:59:59Z");
  private static final Instant AFTER_CUT_OFF = Instant.parse("2027-06-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "4999, 490",
    "5000, 0",
    "5001, 0",
    "9223372036854775807, 0",
    "0, 490",
    // Goods of 5300 with a coupon of 1000 are 4300.
    "4300, 490",
    "5300, 0",
  })
  void cost_isFree_fromASumOfGoods(long goods, long cost) {
    assertThat(standard().costFor(goods)).isEqualTo(new Money(cost, "EUR"));
  }

  @Test
  void cost_isNeverFree_withoutARule() {
    Method express = method("KWD", 9_500, OptionalLong.empty(), 0);

    assertThat(express.costFor(Long.MAX_VALUE)).isEqualTo(new Money(9_500, "KWD"));
  }

  @ParameterizedTest
  @CsvSource({
    // Degrees away, then days at least and at most; within 100 km 1 and 2.
    "0, 1, 2",
    "0.89, 1, 2",
    // 122 km: a day is begun, none is full.
    "1.1, 1, 3",
    // 498 and 502 km.
    "4.48, 1, 3",
    "4.52, 2, 4",
    // 2,224 km: 5.3 times 400 beyond 100.
    "20, 6, 8",
  })
  void distance_takesDays(double degrees, int earliest, int latest) {
    Window window =
        standard()
            .window(
                BEFORE_CUT_OFF,
                AT_ONCE,
                Optional.of(DESTINATION),
                List.of(area(degrees, "Europe/Berlin")));

    assertThat(window).isEqualTo(days("2027-06-01", earliest, latest));
  }

  @Test
  void distance_takesNothing_whereItDoesNotMatter() {
    Method pickup = method("EUR", 0, OptionalLong.empty(), 0);

    assertThat(
            pickup.window(
                BEFORE_CUT_OFF,
                AT_ONCE,
                Optional.of(DESTINATION),
                List.of(area(90, "Europe/Berlin"))))
        .isEqualTo(days("2027-06-01", 1, 2));
  }

  @Test
  void orderAfterTheCutOff_arrivesADayLater() {
    assertThat(near(BEFORE_CUT_OFF, AT_ONCE)).isEqualTo(days("2027-06-01", 1, 2));
    assertThat(near(AFTER_CUT_OFF, AT_ONCE)).isEqualTo(days("2027-06-02", 1, 2));
  }

  @Test
  void handling_comesBeforeTheWay() {
    assertThat(near(AFTER_CUT_OFF, new DayRange(1, 3))).isEqualTo(days("2027-06-02", 2, 5));
  }

  @Test
  void window_isThatOfAnyPlaceThatGoodsMayLeave() {
    Window window =
        standard()
            .window(
                // 14:30 in Berlin, where it is too late; 13:30 in London, 901 km away, where it is
                // not.
                Instant.parse("2027-06-01T12:30:00Z"),
                AT_ONCE,
                Optional.of(DESTINATION),
                List.of(NEAR, area(8.1, "Europe/London")));

    // From Berlin the 3rd to the 4th; from London, 801 km beyond 100, the 4th to the 6th.
    assertThat(window)
        .isEqualTo(new Window(LocalDate.parse("2027-06-03"), LocalDate.parse("2027-06-06")));
  }

  @Test
  void days_areThoseAtTheDestination() {
    // At 14:00 in New York it is the next day in Tokyo; at 14:00 in Tokyo the day before in
    // Honolulu.
    Optional<Area> tokyo = Optional.of(area(0, "Asia/Tokyo"));
    Optional<Area> honolulu = Optional.of(area(0, "Pacific/Honolulu"));

    assertThat(
            standard()
                .window(
                    Instant.parse("2027-06-01T17:00:00Z"),
                    AT_ONCE,
                    tokyo,
                    List.of(area(0, "America/New_York"))))
        .isEqualTo(days("2027-06-02", 1, 2));
    assertThat(
            standard()
                .window(
                    Instant.parse("2027-06-01T04:00:00Z"),
                    AT_ONCE,
                    honolulu,
                    List.of(area(0, "Asia/Tokyo"))))
        .isEqualTo(days("2027-05-31", 1, 2));
  }

  @Test
  void window_isWider_withoutPlaces() {
    Window wide = standard().window(BEFORE_CUT_OFF, AT_ONCE, Optional.of(DESTINATION), List.of());

    // 2,000 km at most: 4.75 times 400 beyond 100; and the cut-off may be over.
    assertThat(wide).isEqualTo(days("2027-06-01", 1, 1 + 2 + 5));
    assertThat(wide.covering(near(BEFORE_CUT_OFF, AT_ONCE))).isEqualTo(wide);
    assertThat(wide.covering(near(AFTER_CUT_OFF, AT_ONCE))).isEqualTo(wide);
  }

  @Test
  void window_isWider_whenNobodyKnowsWhereTheDestinationIs() {
    assertThat(standard().window(BEFORE_CUT_OFF, AT_ONCE, Optional.empty(), List.of(NEAR)))
        .isEqualTo(days("2027-06-01", 1, 2 + 5));
    assertThat(standard().window(BEFORE_CUT_OFF, AT_ONCE, Optional.empty(), List.of()))
        .isEqualTo(days("2027-06-01", 1, 1 + 2 + 5));
  }

  private static Window near(Instant at, DayRange handling) {
    return standard().window(at, handling, Optional.of(DESTINATION), List.of(NEAR));
  }

  private static Window days(String day, int earliest, int latest) {
    LocalDate first = LocalDate.parse(day);
    return new Window(first.plusDays(earliest), first.plusDays(latest));
  }

  private static Method standard() {
    return method("EUR", 490, OptionalLong.of(5_000), 400);
  }

  private static Method method(
      String currency, long cost, OptionalLong freeFrom, int kilometresADay) {
    return new Method(
        "standard",
        "DE",
        new Money(cost, currency),
        freeFrom,
        new DayRange(1, 2),
        kilometresADay,
        new CutOff(LocalTime.of(14, 0)),
        false,
        true);
  }

  private static Area area(double east, String zone) {
    return new Area(new Position(0, east), ZoneId.of(zone));
  }
}
