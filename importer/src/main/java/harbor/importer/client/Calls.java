package harbor.importer.client;

import harbor.importer.progress.ImportEnded;
import harbor.importer.table.Text;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The calls to one core service: each with a deadline; one that finds the service away or busy is
 * tried again a few times, which is safe because every import call is idempotent. What does not
 * succeed then ends the import with one sentence.
 */
final class Calls<S extends AbstractStub<S>> {
  private static final Duration BATCH = Duration.ofSeconds(30);
  private static final List<Duration> BACKOFF =
      List.of(
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  private final String service;
  private final S stub;
  private final Pause pause;

  Calls(String service, S stub, Pause pause) {
    this.service = service;
    this.stub = stub;
    this.pause = pause;
  }

  /** Waits between two tries. */
  @FunctionalInterface
  interface Pause {
    void await(Duration duration) throws InterruptedException;

    /** Lets the thread sleep. */
    static Pause sleeping() {
      return Thread::sleep;
    }
  }

  /** Sends one batch, within 30 seconds. */
  <A> A batch(Function<S, A> rpc) {
    return ask(BATCH, rpc);
  }

  /** Asks, within the deadline. */
  <A> A ask(Duration deadline, Function<S, A> rpc) {
    for (int tries = 0; ; tries++) {
      try {
        return rpc.apply(stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
      } catch (StatusRuntimeException e) {
        if (!isTransient(e.getStatus().getCode()) || tries == BACKOFF.size()) {
          throw ended(e, deadline, tries + 1);
        }
      }
      try {
        pause.await(BACKOFF.get(tries));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ImportEnded("interrupted while waiting for " + service, e);
      }
    }
  }

  /** ABORTED is how a service says that another run of the same work is under way. */
  private static boolean isTransient(Status.Code code) {
    return code == Status.Code.UNAVAILABLE || code == Status.Code.ABORTED;
  }

  private ImportEnded ended(StatusRuntimeException e, Duration deadline, int tries) {
    Status status = e.getStatus();
    String address = stub.getChannel().authority();
    String description =
        status.getDescription() == null
            ? ""
            : ": " + Text.shorten(Text.line(status.getDescription()), 200);
    String what =
        switch (status.getCode()) {
          case UNAVAILABLE ->
              "does not answer (UNAVAILABLE%s) after %d tries".formatted(description, tries);
          case DEADLINE_EXCEEDED ->
              "did not answer within %d seconds".formatted(deadline.toSeconds());
          default -> "refused the call (%s%s)".formatted(status.getCode(), description);
        };
    return new ImportEnded(
        "%s at %s %s; run the same command again, it continues where rows are missing"
            .formatted(service, address, what),
        e);
  }

  static BatchResult result(ImportReport report) {
    return new BatchResult(
        report.getCreated(),
        report.getUpdated(),
        report.getUnchanged(),
        report.getRefusedList().stream()
            .map(
                row ->
                    new BatchResult.Refusal(
                        row.getIndex(), row.getField() + ": " + row.getDescription()))
            .toList());
  }
}
