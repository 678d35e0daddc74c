package harbor.screens.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SessionsOfErasedTest {
  private final List<String> done = new ArrayList<>();
  private CompletionStage<Integer> ending = CompletableFuture.completedFuture(1);
  private final SessionsOfErased sessions =
      new SessionsOfErased(
          userId -> {
            done.add(userId);
            return ending;
          },
          () -> done.add("check"));

  @Test
  void whoIsErased_hasNoSessions() {
    sessions.changed(List.of("u-1", "u-2"));

    assertThat(done).containsExactly("u-1", "u-2");
  }

  @Test
  void sessions_areChecked_whereErasuresMayHaveBeenMissed() {
    sessions.subscribed();
    sessions.reset();
    sessions.disconnectedSince(1);
    sessions.reconnected();

    assertThat(done).containsExactly("check", "check");
  }

  @Test
  void sessions_areChecked_whenTheyDoNotEnd() {
    ending = CompletableFuture.failedFuture(new IllegalStateException("the store is down"));

    sessions.changed(List.of("u-1"));

    assertThat(done).containsExactly("u-1", "check");
  }
}
