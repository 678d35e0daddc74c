package harbor.kit.bff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivingSessionsTest {
  private final TestSessions test = new TestSessions();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final LivingSessions living = new LivingSessions(test.store);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void gauge_isWhatTheStoreSaid() {
    measure();
    Sessions instance = test.instance();
    test.signIn(instance, "a-1001");
    test.signIn(instance, "a-1002");
    living.look();
    assertThat(shown()).isEqualTo(2);

    TestSessions.answer(instance.endOfPerson("a-1001"));
    living.look();
    assertThat(shown()).isEqualTo(1);

    test.passes(TestSessions.IDLE);
    living.look();
    assertThat(shown()).isZero();
  }

  @Test
  void gauge_saysNothing_whileTheStoreDoesNotAnswer() {
    measure();
    test.store.isDown = true;

    living.look();

    assertThat(shown()).isNaN();
  }

  /** A scrape may come as often as it likes. */
  @Test
  void scrapes_askNobody() {
    measure();
    int calls = test.store.calls.get();

    for (int i = 0; i < 100; i++) {
      assertThat(shown()).isZero();
    }

    assertThat(test.store.calls.get()).isLessThanOrEqualTo(calls + 1);
  }

  /** Waits for the first look, which its timer makes. */
  private void measure() {
    living.measure(metrics, test.timers);
    await().until(() -> !Double.isNaN(shown()));
  }

  private double shown() {
    return metrics.get("harbor.bff.sessions").tag("store", "memory").gauge().value();
  }
}
