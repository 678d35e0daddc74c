package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.explain.CallState.Condition;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroublesTest {
  @ParameterizedTest
  @EnumSource(
      names = {"FINE", "NOT_CALLED_YET"},
      mode = EnumSource.Mode.EXCLUDE)
  void troubles_nameTheCallThatIsWrong_inWords(Condition condition) {
    assertThat(Example.plans(condition, "nothing").troubles())
        .singleElement()
        .asString()
        .matches("test\\.page: stock\\.left, [a-z :-]+");
  }

  @ParameterizedTest
  @EnumSource(names = {"FINE", "NOT_CALLED_YET"})
  void troubles_areNone_whenNothingIsWrong(Condition condition) {
    assertThat(Example.plans(condition, "nothing").troubles()).isEmpty();
  }

  /** One screen at two addresses, for one. */
  @Test
  void troubles_nameACallOnce_whenScreensShareItsPlan() {
    BffPlans plans = Example.plans(Condition.BREAKER_OPEN, "nothing");
    BffPlans twice =
        new BffPlans(
            plans.name(),
            Stream.concat(plans.screens().stream(), plans.screens().stream()).toList(),
            plans.caches(),
            plans.services());

    assertThat(twice.troubles()).isEqualTo(plans.troubles()).hasSize(1);
  }

  @Test
  void troubles_nameTheCachesThatAreWrong_inWords() {
    BffPlans plans =
        Example.plans(
            Condition.FINE,
            "nothing",
            Example.cache("catalog.product", 0, 3),
            Example.cache("catalog.category", 20, 1_500),
            Example.cache("content.block", 0, 0));

    assertThat(plans.troubles())
        .containsExactly(
            "cache catalog.product: stale answers"
                + " (last minute: 0 of 20 loads failed, 3 stale answers)",
            "cache catalog.category: loads fail"
                + " (last minute: 20 of 20 loads failed, 1,500 stale answers)");
  }
}
