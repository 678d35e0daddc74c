package harbor.shipping.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutOffTest {
  @ParameterizedTest
  @CsvSource({
    // In Berlin clocks are set forward on 2027-03-28 at 01:00Z, back on 2027-10-31 at 01:00Z.
    "14:00, Europe/Berlin, 2027-03-27T12:59:59Z, 2027-03-27",
    "14:00, Europe/Berlin, 2027-03-27T13:00:00Z, 2027-03-28",
    "14:00, Europe/Berlin, 2027-03-28T11:59:59Z, 2027-03-28",
    "14:00, Europe/Berlin, 2027-03-28T12:00:00Z, 2027-03-29",
    "14:00, Europe/Berlin, 2027-10-30T11:59:59Z, 2027-10-30",
    "14:00, Europe/Berlin, 2027-10-30T12:00:00Z, 2027-10-31",
    "14:00, Europe/Berlin, 2027-10-31T12:59:59Z, 2027-10-31",
    "14:00, Europe/Berlin, 2027-10-31T13:00:00Z, 2027-11-01",
    // 02:30 is skipped on the one day: the moment of the change stands for it.
    "02:30, Europe/Berlin, 2027-03-28T00:59:59Z, 2027-03-28",
    "02:30, Europe/Berlin, 2027-03-28T01:00:00Z, 2027-03-29",
    // It comes twice on the other: the first time counts, and the second is no second chance.
    "02:30, Europe/Berlin, 2027-10-31T00:29:59Z, 2027-10-31",
    "02:30, Europe/Berlin, 2027-10-31T00:30:00Z, 2027-11-01",
    "02:30, Europe/Berlin, 2027-10-31T01:29:59Z, 2027-11-01",
    // The same moment elsewhere: a day is the place's own.
    "14:00, Asia/Tokyo, 2027-06-01T04:59:59Z, 2027-06-01",
    "14:00, Asia/Tokyo, 2027-06-01T05:00:00Z, 2027-06-02",
    "14:00, Asia/Tokyo, 2027-06-01T15:00:00Z, 2027-06-02",
    "14:00, America/New_York, 2027-06-01T17:59:59Z, 2027-06-01",
    "14:00, America/New_York, 2027-06-01T18:00:00Z, 2027-06-02",
    "14:00, America/New_York, 2027-06-02T03:59:59Z, 2027-06-02",
    "00:00, Europe/Berlin, 2027-06-01T12:00:00Z, 2027-06-02",
    "23:59, Europe/Berlin, 2027-12-31T22:58:59Z, 2027-12-31",
    "23:59, Europe/Berlin, 2027-12-31T22:59:00Z, 2028-01-01",
  })
  void departure_isTheDayByTheClocksOfThePlace(
      LocalTime time, ZoneId zone, Instant at, LocalDate departure) {
    assertThat(new CutOff(time).departure(at, zone)).isEqualTo(departure);
  }

  @Test
  void laterOrder_neverLeavesEarlier() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    for (String start : new String[] {"2027-03-27T20:00:00Z", "2027-10-30T20:00:00Z"}) {
      for (int minute = 0; minute < 24 * 60; minute += 15) {
        CutOff cutOff = new CutOff(LocalTime.ofSecondOfDay(minute * 60L));
        LocalDate before = LocalDate.MIN;
        for (int later = 0; later <= 36 * 4; later++) {
          Instant at = Instant.parse(start).plusSeconds(later * 900L);
          LocalDate departure = cutOff.departure(at, berlin);
          assertThat(departure).isAfterOrEqualTo(before);
          before = departure;
        }
      }
    }
  }
}
