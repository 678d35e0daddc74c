package harbor.kit.bff.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which percent signs are taken for themselves. */
class LonePercentsTest {
  @ParameterizedTest
  @CsvSource({
    "/a?x=50%off, /a?x=50%25off",
    "/a?x=%25&y=%, /a?x=%25&y=%25",
    "/a?x=%%41, /a?x=%25%41",
    "/a?x=%4, /a?x=%254",
    "/a%?x=%41, /a%?x=%41",
    "/a, /a",
    "/a?, /a?",
  })
  void target_isEscaped_onlyWhereAPercentSignIsNone(String target, String expected) {
    assertThat(LonePercents.escaped(target)).isEqualTo(expected);
  }
}
