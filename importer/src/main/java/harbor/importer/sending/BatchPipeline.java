package harbor.importer.sending;

import harbor.importer.client.Outcome;
import harbor.importer.progress.ImportEnded;
import harbor.importer.table.Row;
import harbor.importer.table.RowSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Runs the rows of one source to a service: batches in the order of the file, the next one parsed
 * while one is on its way. At most two batches are in memory, and never two on their way, so a
 * later row of the same product cannot be overtaken by an earlier one.
 */
public final class BatchPipeline {
  private final BooleanSupplier stopping;

  public BatchPipeline(BooleanSupplier stopping) {
    this.stopping = stopping;
  }

  /** Opens the rows. */
  @FunctionalInterface
  public interface Opening<T> {
    RowSource<T> open() throws IOException;
  }

  /** Sends a batch and waits for what became of it. */
  @FunctionalInterface
  public interface Sender<T> {
    Outcome send(List<T> rows);
  }

  /** Runs to the end of the source; everything that is counted and noticed goes to the tally. */
  public <T> void run(Tally tally, Opening<T> opening, Batch.Limits<T> limits, Sender<T> sender) {
    try (RowSource<T> rows = opening.open();
        ExecutorService sending = Executors.newSingleThreadExecutor()) {
      new Run<>(tally, rows, limits, sender, sending).toTheEnd();
      tally.complete();
    } catch (IOException e) {
      throw new ImportEnded(
          "%s cannot be read on: %s".formatted(tally.source(), e.getMessage()), e);
    }
  }

  /** One source on its way. */
  private final class Run<T> {
    private final Tally tally;
    private final RowSource<T> rows;
    private final Batch.Limits<T> limits;
    private final Sender<T> sender;
    private final ExecutorService sending;
    private Batch<T> filling;
    private Batch<T> sent;
    private Future<Outcome> answer =
        CompletableFuture.completedFuture(new Outcome(0, 0, 0, List.of()));

    Run(
        Tally tally,
        RowSource<T> rows,
        Batch.Limits<T> limits,
        Sender<T> sender,
        ExecutorService sending) {
      this.tally = tally;
      this.rows = rows;
      this.limits = limits;
      this.sender = sender;
      this.sending = sending;
      this.filling = new Batch<>(limits);
      this.sent = new Batch<>(limits);
    }

    void toTheEnd() throws IOException {
      for (Optional<Row<T>> row = rows.next(); row.isPresent(); row = rows.next()) {
        stopWhenAsked();
        switch (row.get()) {
          case Row.Bad<T> bad -> tally.read(bad);
          case Row.Good<T> good -> {
            if (!filling.takes(good)) {
              handOver();
            }
            tally.read(good);
            filling.add(good);
          }
        }
      }
      handOver();
      settle();
    }

    private void stopWhenAsked() {
      if (stopping.getAsBoolean()) {
        settle();
        throw new ImportEnded(
            "%s: stopped after a whole batch; run the same command again, it continues where rows are missing"
                .formatted(tally.source()));
      }
    }

    private void handOver() {
      settle();
      if (!filling.isEmpty()) {
        List<T> values = filling.values();
        sent = filling;
        answer = sending.submit(() -> sender.send(values));
        filling = new Batch<>(limits);
      }
    }

    /** Waits for the batch on its way and counts what became of it. */
    private void settle() {
      Outcome outcome = answered(answer);
      outcome.refused().forEach(row -> tally.refuse(sent.line(row.index()), row.reason()));
      tally.stored(outcome);
      tally.advanced(rows.bytesRead());
      sent = new Batch<>(limits);
      answer = CompletableFuture.completedFuture(new Outcome(0, 0, 0, List.of()));
    }
  }

  /** The answer of work that another thread does; its failure is thrown here. */
  public static <A> A answered(Future<A> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ImportEnded ended) {
        throw ended;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImportEnded("interrupted while a batch was on its way", e);
    }
  }
}
