package harbor.kit.client.identity;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.identity.ExchangedTokens.Exchanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExchangedTokensTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Exchanged>> answers = new CopyOnWriteArrayList<>();
  private final ExchangedTokens tokens =
      new ExchangedTokens(
          (userId, service) -> {
            asked.add(userId + " " + service);
            answers.add(new CompletableFuture<>());
            return answers.getLast();
          },
          now::get);

  @Test
  void token_isAskedForOnce_untilAQuarterOfAMinuteBeforeItsEnd() {
    CompletableFuture<String> first = tokens.of("maria", "carts");
    gives("one");

    passes(44);
    assertThat(tokens.of("maria", "carts")).isCompletedWithValue("one");
    assertThat(asked).hasSize(1);
    passes(1);
    CompletableFuture<String> second = tokens.of("maria", "carts");
    gives("two");

    assertThat(first).isCompletedWithValue("one");
    assertThat(second).isCompletedWithValue("two");
    assertThat(asked).hasSize(2);
  }

  @Test
  void token_isOfOnePersonAndOneService() {
    var _ = tokens.of("maria", "carts");
    var _ = tokens.of("maria", "orders");
    var _ = tokens.of("paul", "carts");

    assertThat(asked).containsExactly("maria carts", "maria orders", "paul carts");
  }

  @Test
  void callsAtOnce_waitForOneAnswer() {
    List<CompletableFuture<String>> calls =
        List.of(tokens.of("maria", "carts"), tokens.of("maria", "carts"));

    assertThat(calls).noneMatch(CompletableFuture::isDone);
    gives("one");
    assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("one"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void failure_isNotAskedForAgain_forASecond() {
    CompletableFuture<String> failed = tokens.of("maria", "carts");
    answers.getLast().completeExceptionally(new IllegalStateException("down"));

    passes(0.9);
    assertThat(tokens.of("maria", "carts")).isCompletedExceptionally();
    assertThat(asked).hasSize(1);
    passes(0.1);
    CompletableFuture<String> next = tokens.of("maria", "carts");
    gives("one");

    assertThat(failed).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue("one");
  }

  @Test
  void exchangeThatThrows_isAFailure() {
    ExchangedTokens throwing =
        new ExchangedTokens(
            (_, _) -> {
              throw new IllegalStateException("bug");
            },
            now::get);

    assertThat(throwing.of("maria", "carts")).isCompletedExceptionally();
  }

  @Test
  void exchanged_showsNoToken() {
    assertThat(new Exchanged("secret", START)).hasToString("Exchanged[not shown]");
  }

  private void gives(String token) {
    answers.getLast().complete(new Exchanged(token, now.get().plusSeconds(60)));
  }

  private void passes(double seconds) {
    now.updateAndGet(before -> before.plus(Duration.ofMillis(Math.round(seconds * 1000))));
  }
}
