package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.explain.CachedState.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedStateTest {
  @ParameterizedTest
  @CsvSource({
    "20, 0, 0, FINE",
    "0, 0, 0, FINE",
    "20, 0, 1, STALE",
    "20, 1, 0, LOADS_FAIL",
    "21, 1, 0, FINE",
    "21, 1, 1, STALE",
    "20, 20, 500, LOADS_FAIL",
    "0, 3, 0, LOADS_FAIL"
  })
  void condition_isTheWorstOfTheLastMinute(
      long loads, long failedLoads, long stale, Condition expected) {
    CachedState cache =
        CachedState.of(state(1_000, 100, new CacheState.LastMinute(loads, failedLoads, stale)));

    assertThat(cache.condition()).isEqualTo(expected);
    assertThat(cache.trouble() == null).isEqualTo(expected == Condition.FINE);
  }

  @Test
  void hitRate_isTheShareOfHits() {
    assertThat(CachedState.of(state(3, 1, new CacheState.LastMinute(0, 0, 0))).hitRate())
        .isEqualTo(0.75);
  }

  @Test
  void cache_isNeitherGoodNorBad_beforeItWasAsked() {
    CachedState cache = CachedState.of(state(0, 0, new CacheState.LastMinute(0, 0, 0)));

    assertThat(cache.condition()).isEqualTo(Condition.NOT_USED_YET);
    assertThat(cache.trouble()).isNull();
    assertThat(cache.hitRate()).isNull();
  }

  @Test
  void changeStreamThatIsNotConnected_isTrouble() {
    CachedState cache = CachedState.of(state(false, 5, 5, new CacheState.LastMinute(10, 0, 0)));

    assertThat(cache.condition()).isEqualTo(Condition.DISCONNECTED);
    assertThat(cache.trouble()).isNotNull();
  }

  @Test
  void cacheThatNoStreamInvalidates_isFine() {
    CachedState cache = CachedState.of(state(null, 5, 5, new CacheState.LastMinute(10, 0, 0)));

    assertThat(cache.condition()).isEqualTo(Condition.FINE);
  }

  /** What went wrong before the last minute is over. */
  private static CacheState state(long hits, long misses, CacheState.LastMinute minute) {
    return state(true, hits, misses, minute);
  }

  private static CacheState state(
      @Nullable Boolean heard, long hits, long misses, CacheState.LastMinute minute) {
    return new CacheState(
        "catalog.product",
        "",
        "",
        heard,
        new CacheState.Counts(hits, 0, misses, 70, 0, 100, 50, 1.5, 0),
        minute,
        new CacheState.Size(0, 0, 1, 0));
  }
}
