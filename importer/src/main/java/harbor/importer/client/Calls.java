package harbor.importer.client;

import harbor.importer.progress.Fault;
import harbor.importer.progress.ImportEnded;
import harbor.importer.table.Text;
import harbor.kit.client.PlainChannels;
import harbor.kit.client.Rpc;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;

/**
 * The calls to one core service: each with a deadline; one that finds the service away or busy is
 * tried again a few times, which is safe because every import call is idempotent. What does not
 * succeed then ends the import with one sentence.
 */
final class Calls<C> {
  private static final Duration BATCH = Duration.ofSeconds(30);
  private static final String REFUSED = "correct it in the file";
  private static final List<Duration> BACKOFF =
      List.of(
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  /** The reads and writes of the service. */
  final C client;

  private final PlainChannels service;
  private final Pause pause;

  Calls(Service<C> service, PlainChannels channels, Pause pause) {
    this.client = service.client().apply(channels);
    this.service = channels;
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

  /** Stores one batch, within 30 seconds. */
  <Q> BatchResult store(Write<Q, ImportReport> write, Q batch) {
    return result(ask(write, batch, BATCH));
  }

  /** Asks, within a time. */
  <I, T> T ask(Rpc<I, T> rpc, I input, Duration time) {
    for (int tries = 0; ; tries++) {
      try {
        return rpc.call(input, time);
      } catch (StatusRuntimeException e) {
        if (!isTransient(e.getStatus().getCode()) || tries == BACKOFF.size()) {
          throw ended(e, time, tries + 1);
        }
      }
      try {
        pause.await(BACKOFF.get(tries));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ImportEnded("interrupted while waiting for " + service.service(), e);
      }
    }
  }

  /** ABORTED is how a service says that another run of the same work is under way. */
  private static boolean isTransient(Status.Code code) {
    return code == Status.Code.UNAVAILABLE || code == Status.Code.ABORTED;
  }

  private ImportEnded ended(StatusRuntimeException e, Duration time, int tries) {
    Status status = e.getStatus();
    String description =
        status.getDescription() == null
            ? ""
            : ": " + Text.shorten(Text.line(status.getDescription()), 200);
    String what =
        switch (status.getCode()) {
          case UNAVAILABLE ->
              "does not answer (UNAVAILABLE%s) after %d tries".formatted(description, tries);
          case DEADLINE_EXCEEDED -> "did not answer within %d seconds".formatted(time.toSeconds());
          default -> "refused the call (%s%s)".formatted(status.getCode(), description);
        };
    return new ImportEnded(
        "%s at %s %s; run the same command again, it continues where rows are missing"
            .formatted(service.service(), service.address(), what),
        e);
  }

  private static BatchResult result(ImportReport report) {
    return new BatchResult(
        report.getCreated(),
        report.getUpdated(),
        report.getUnchanged(),
        report.getRefusedList().stream()
            .map(
                row ->
                    new BatchResult.Refusal(
                        row.getIndex(),
                        List.of(new Fault(row.getField(), "", row.getDescription(), REFUSED))))
            .toList());
  }
}
