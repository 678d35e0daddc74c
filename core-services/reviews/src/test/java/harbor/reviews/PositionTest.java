package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00.123456Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.999999Z"
      })
  void parse_readsWhatKeyWrote(String writtenAt) {
    Position position = new Position(Instant.parse(writtenAt), "a.b_c-1");

    assertThat(Position.parse(position.key())).contains(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1:", ":a", "x:a", "1:a b", "999999999999999999:a", "1:a:b", "--1:a"})
  void parse_isEmpty_forAnyOtherText(String key) {
    assertThat(Position.parse(key)).isEmpty();
  }

  @Test
  void parse_isEmpty_beforeTheYearOne() {
    assertThat(Position.parse("-999999999999999999:a")).isEmpty();
  }
}
