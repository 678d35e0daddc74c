package harbor.kit.service;

import harbor.kit.service.change.ChangeFeed;
import harbor.type.v1.Changes;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tells every watcher the same, and completes. */
public final class FakeChangeFeed implements ChangeFeed {
  private final List<String> resumeTokens = new ArrayList<>();
  private List<Changes> told = List.of();

  /** From now on. */
  public void tell(Changes... changes) {
    told = List.of(changes);
  }

  /** What the watchers resumed with. */
  public List<String> resumeTokens() {
    return List.copyOf(resumeTokens);
  }

  @Override
  public <A> void answer(
      String resumeToken,
      StreamObserver<A> observer,
      Predicate<String> isTold,
      Function<Changes, A> view) {
    resumeTokens.add(resumeToken);
    told.stream()
        .map(
            changes ->
                changes.toBuilder()
                    .clearIds()
                    .addAllIds(changes.getIdsList().stream().filter(isTold).toList())
                    .build())
        .map(view)
        .forEach(observer::onNext);
    observer.onCompleted();
  }
}
