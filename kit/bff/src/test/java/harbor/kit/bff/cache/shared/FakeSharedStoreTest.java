package harbor.kit.bff.cache.shared;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class FakeSharedStoreTest extends SharedStoreContract {
  private final VirtualTime time = new VirtualTime();
  private final SharedStore store = new FakeSharedStore(time);

  @Override
  SharedStore store() {
    return store;
  }

  @Override
  <T> T answer(CompletableFuture<T> answer) {
    time.advance(FakeSharedStore.ROUND_TRIP);
    return answer.join();
  }

  @Override
  void untilTimeIsOver(CompletableFutureSource isOver) {
    time.advance(Duration.ofMillis(50));
    assertThat(answer(isOver.ask())).isTrue();
  }
}
