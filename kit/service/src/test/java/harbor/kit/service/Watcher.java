package harbor.kit.service;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client of a watch method, which remembers what it was told. Thread-safe. */
public final class Watcher {
  private final List<Changes> told = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Status> ending = new CompletableFuture<>();
  private volatile @Nullable ClientCallStreamObserver<?> call;

  /** What the call is made with. */
  public <Q, A> ClientResponseObserver<Q, A> reading(Function<A, Changes> changes) {
    return new ClientResponseObserver<>() {
      @Override
      public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
      }

      @Override
      public void onNext(A response) {
        told.add(changes.apply(response));
      }

      @Override
      public void onError(Throwable failure) {
        ending.complete(Status.fromThrowable(failure));
      }

      @Override
      public void onCompleted() {
        ending.complete(Status.OK);
      }
    };
  }

  /** Everything, in its order. */
  public List<Changes> told() {
    return List.copyOf(told);
  }

  /** Every id, in its order. */
  public List<String> ids() {
    return told.stream().flatMap(changes -> changes.ids().stream()).toList();
  }

  /** That of the last response. */
  public String resumeToken() {
    return told.getLast().resumeToken();
  }

  /** Cancels the call. */
  public void leave() {
    requireNonNull(call).cancel("the client leaves", null);
  }

  /** How the call ended; waits for it. */
  public Status ending() throws Exception {
    return ending.get(10, TimeUnit.SECONDS);
  }

  /** Whether it did. */
  public boolean hasEnded() {
    return ending.isDone();
  }
}
