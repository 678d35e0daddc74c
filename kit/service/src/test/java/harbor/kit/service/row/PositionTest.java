package harbor.kit.service.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {
  @ParameterizedTest
  @CsvSource({
    // A degree of the equator or of a meridian, a quarter and a half of the earth.
    "0, 0, 0, 1, 111.195",
    "0, 0, 1, 0, 111.195",
    "0, 0, 90, 0, 10007.557",
    "0, 0, 0, 180, 20015.115",
    "90, 0, -90, 0, 20015.115",
    // Over the date line it is not around the world.
    "0, 179, 0, -179, 222.390",
    // Berlin and Hamburg; Berlin and Tokyo, by the law of cosines.
    "52.52, 13.405, 53.5511, 9.9937, 255.3",
    "52.52, 13.405, 35.6762, 139.6503, 8915.5",
    "53.1, 8.8, 53.1, 8.8, 0",
  })
  void distance_isThatOfAGreatCircle(
      double north, double east, double otherNorth, double otherEast, double kilometres) {
    Position one = new Position(north, east);
    Position other = new Position(otherNorth, otherEast);

    assertThat(one.kilometresTo(other)).isCloseTo(kilometres, within(0.1));
    assertThat(other.kilometresTo(one)).isEqualTo(one.kilometresTo(other));
  }

  @Test
  void whatIsNotOnTheEarth_isRefused() {
    assertThatThrownBy(() -> new Position(90.1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(0, -180.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
