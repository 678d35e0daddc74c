package harbor.kit.bff.cache.shared;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every shared store does. */
abstract class SharedStoreContract {
  private static final byte[] LAMP = "lamp".getBytes(StandardCharsets.UTF_8);

  /** The store, empty. */
  abstract SharedStore store();

  /** What it answers. */
  abstract <T> T answer(CompletableFuture<T> answer);

  /** Waits until a key's value is gone or its lease free, as it should be by then. */
  abstract void untilTimeIsOver(CompletableFutureSource isOver);

  /** Asks whether it is so. */
  interface CompletableFutureSource {
    CompletableFuture<Boolean> ask();
  }

  @Test
  void get_isEmpty_forWhatNobodyPut() {
    assertThat(answer(store().get("lamp"))).isEmpty();
  }

  @Test
  void put_isFound_byWhoeverAsks() {
    answer(store().lease("lamp", "here", ofMinutes(1)));

    assertThat(answer(store().put("lamp", "here", LAMP, ofMinutes(1)))).isTrue();
    assertThat(answer(store().get("lamp")).orElseThrow()).isEqualTo(LAMP);
  }

  @Test
  void lease_isGivenOnce() {
    assertThat(answer(store().lease("lamp", "here", ofMinutes(1)))).isTrue();
    assertThat(answer(store().lease("lamp", "there", ofMinutes(1)))).isFalse();
    assertThat(answer(store().lease("table", "there", ofMinutes(1)))).isTrue();
  }

  @Test
  void lease_isFree_whenItsHolderHasPut() {
    answer(store().lease("lamp", "here", ofMinutes(1)));
    answer(store().put("lamp", "here", LAMP, ofMinutes(1)));

    assertThat(answer(store().lease("lamp", "there", ofMinutes(1)))).isTrue();
  }

  @Test
  void lease_isFree_whenItsHolderReleasesIt() {
    answer(store().lease("lamp", "here", ofMinutes(1)));
    answer(store().release("lamp", "here"));

    assertThat(answer(store().lease("lamp", "there", ofMinutes(1)))).isTrue();
  }

  @Test
  void lease_isNotReleased_byAnotherHolder() {
    answer(store().lease("lamp", "here", ofMinutes(1)));
    answer(store().release("lamp", "there"));

    assertThat(answer(store().lease("lamp", "there", ofMinutes(1)))).isFalse();
  }

  @Test
  void lease_isFree_whenItsTimeIsOver() {
    answer(store().lease("lamp", "here", ofMillis(50)));

    untilTimeIsOver(() -> store().lease("lamp", "there", ofMinutes(1)));

    assertThat(answer(store().put("lamp", "here", LAMP, ofMinutes(1)))).isFalse();
  }

  @Test
  void put_isRefused_withoutALease() {
    assertThat(answer(store().put("lamp", "here", LAMP, ofMinutes(1)))).isFalse();
    assertThat(answer(store().get("lamp"))).isEmpty();
  }

  @Test
  void put_isRefused_whenTheKeyWasDroppedMeanwhile() {
    answer(store().lease("lamp", "here", ofMinutes(1)));
    answer(store().invalidate(List.of("lamp", "table")));

    assertThat(answer(store().put("lamp", "here", LAMP, ofMinutes(1)))).isFalse();
    assertThat(answer(store().get("lamp"))).isEmpty();
  }

  @Test
  void invalidate_removesValues() {
    answer(store().lease("lamp", "here", ofMinutes(1)));
    answer(store().put("lamp", "here", LAMP, ofMinutes(1)));
    answer(store().invalidate(List.of("lamp")));

    assertThat(answer(store().get("lamp"))).isEqualTo(Optional.empty());
  }

  @Test
  void value_isGone_whenItsTimeIsOver() {
    answer(store().lease("lamp", "here", ofMinutes(1)));
    answer(store().put("lamp", "here", LAMP, ofMillis(50)));

    untilTimeIsOver(() -> store().get("lamp").thenApply(Optional::isEmpty));

    assertThat(answer(store().get("lamp"))).isEmpty();
  }
}
