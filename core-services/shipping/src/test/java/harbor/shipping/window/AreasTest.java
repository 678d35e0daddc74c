package harbor.shipping.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import harbor.kit.service.row.Position;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreasTest {
  private static final Areas AREAS = Areas.shipped();

  @ParameterizedTest
  @CsvSource({
    "DE, 28197, 53.1, 8.8, Europe/Berlin",
    "DE, '', 51.1, 10.4, Europe/Berlin",
    // 05 is no area of Germany's.
    "DE, 05000, 51.1, 10.4, Europe/Berlin",
    "AT, 1010, 48.2, 16.4, Europe/Vienna",
    "AT, 6900, 47.5, 9.7, Europe/Vienna",
    "GB, bt1 5gs, 54.6, -6.4, Europe/London",
    "GB, B1 1AA, 52.5, -1.9, Europe/London",
    "ES, 35001, 28.1, -14.8, Atlantic/Canary",
    "FR, 97400, -21.1, 55.5, Indian/Reunion",
    "US, 10001-0001, 41.4, -75.9, America/New_York",
    "US, 96815, 21.3, -157.9, Pacific/Honolulu",
    "JP, 100-0001, 35.7, 139.7, Asia/Tokyo",
  })
  void destination_isTheAreaOfTheLongestPrefix(
      String country, String postalCode, double north, double east, ZoneId zone) {
    assertThat(AREAS.find(country, postalCode)).contains(new Area(new Position(north, east), zone));
  }

  @Test
  void destination_isUnknown_inACountryThatIsNotThere() {
    assertThat(AREAS.find("NZ", "6011")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "53.0962, 8.7395, Europe/Berlin",
    "47.37, 8.54, Europe/Zurich",
    "51.51, -0.13, Europe/London",
    "28.12, -15.43, Atlantic/Canary",
    "32.65, -16.91, Atlantic/Madeira",
    "33.45, -112.07, America/Phoenix",
    "40.71, -74.01, America/New_York",
    "35.68, 139.69, Asia/Tokyo",
  })
  void place_hasTheClocksOfItsRegion(double north, double east, ZoneId zone) {
    assertThat(AREAS.at(new Position(north, east)).zone()).isEqualTo(zone);
  }

  @Test
  void place_farFromAllAreas_goesByTheSun() {
    assertThat(AREAS.at(new Position(-33.87, 151.21)).zone()).isEqualTo(ZoneOffset.ofHours(10));
    assertThat(AREAS.at(new Position(-15, -180)).zone()).isEqualTo(ZoneOffset.ofHours(-12));
  }

  @Test
  void place_keepsItsPosition() {
    Position bremen = new Position(53.0962, 8.7395);

    assertThat(AREAS.at(bremen).position()).isEqualTo(bremen);
    assertThat(AREAS.find("DE", "28197").orElseThrow().position().kilometresTo(bremen))
        .isCloseTo(0, within(20.0));
  }
}
