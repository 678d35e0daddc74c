package harbor.kit.service.change;

import harbor.type.v1.Changes;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers the watch methods of a service. Thread-safe. */
public interface ChangeFeed {
  /**
   * Answers one call for as long as it lasts; returns at once.
   *
   * @param resumeToken of the request; empty for what changes from now on
   * @param observer of the call, whose method has one request and many responses; nothing else may
   *     talk to it
   * @param view makes a response
   */
  default <A> void answer(
      String resumeToken, StreamObserver<A> observer, Function<Changes, A> view) {
    answer(resumeToken, observer, _ -> true, view);
  }

  /**
   * The same of some ids only.
   *
   * @param isTold which ones
   */
  <A> void answer(
      String resumeToken,
      StreamObserver<A> observer,
      Predicate<String> isTold,
      Function<Changes, A> view);
}
