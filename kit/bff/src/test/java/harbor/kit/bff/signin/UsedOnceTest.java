package harbor.kit.bff.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsedOnceTest {
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final UsedOnce used = UsedOnce.inMemory(() -> now);

  @Test
  void something_isUsedOnce_untilItsEnd() {
    Instant end = now.plusSeconds(600);

    assertThat(used.isUsed("a").join()).isFalse();
    assertThat(used.use("a", end).join()).isTrue();
    assertThat(used.use("a", end).join()).isFalse();
    assertThat(used.isUsed("a").join()).isTrue();
    assertThat(used.use("b", end).join()).isTrue();

    now = end;
    assertThat(used.isUsed("a").join()).isFalse();
  }

  @Test
  void something_canBeUsedAgain_onceItWasGivenBack() {
    used.use("a", now.plusSeconds(600)).join();
    used.giveBack("a").join();

    assertThat(used.use("a", now.plusSeconds(600)).join()).isTrue();
  }
}
