package harbor.importer.sending;

import harbor.importer.client.BatchResult;
import harbor.importer.progress.ImportEnded;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
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
 * Runs the rows of one file to a service: batches in the order of the file, the next one parsed
 * while one is on its way. At most two batches are in memory, and never two on their way, so a
 * later row of the same product cannot be overtaken by an earlier one.
 */
public final class BatchPipeline {
  private final BooleanSupplier stopping;

  /** Ends between two batches once {@code stopping} is true. */
  public BatchPipeline(BooleanSupplier stopping) {
    this.stopping = stopping;
  }

  /** Opens the rows. */
  @FunctionalInterface
  public interface ReaderOpener<T> {
    RowReader<T> open() throws IOException;
  }

  /** Sends a batch and waits for what became of it. */
  @FunctionalInterface
  public interface Sender<T> {
    BatchResult send(List<T> rows);
  }

  /**
   * Runs to the end of the file, at most {@code maxRows} a batch; everything that is counted and
   * noticed goes to the counts.
   */
  public <T> void run(RowCounts counts, ReaderOpener<T> opener, int maxRows, Sender<T> sender) {
    try (RowReader<T> rows = opener.open();
        ExecutorService sending = Executors.newSingleThreadExecutor()) {
      new Run<>(counts, rows, maxRows, sender, sending).runToEnd();
      counts.complete();
    } catch (IOException e) {
      throw new ImportEnded("%s cannot be read on: %s".formatted(counts.file(), e.getMessage()), e);
    }
  }

  /** One file on its way. */
  private final class Run<T> {
    private final RowCounts counts;
    private final RowReader<T> rows;
    private final int maxRows;
    private final Sender<T> sender;
    private final ExecutorService sending;
    private RowBatch<T> filling;
    private RowBatch<T> sent;
    private Future<BatchResult> answer = CompletableFuture.completedFuture(BatchResult.NONE);

    Run(
        RowCounts counts,
        RowReader<T> rows,
        int maxRows,
        Sender<T> sender,
        ExecutorService sending) {
      this.counts = counts;
      this.rows = rows;
      this.maxRows = maxRows;
      this.sender = sender;
      this.sending = sending;
      this.filling = new RowBatch<>(maxRows);
      this.sent = new RowBatch<>(maxRows);
    }

    void runToEnd() throws IOException {
      for (Optional<TableRow<T>> row = rows.next(); row.isPresent(); row = rows.next()) {
        stopWhenAsked();
        switch (row.get()) {
          case TableRow.Invalid<T> bad -> counts.read(bad);
          case TableRow.Valid<T> good -> {
            if (!filling.accepts(good)) {
              sendBatch();
            }
            counts.read(good);
            filling.add(good);
          }
        }
      }
      sendBatch();
      awaitResult();
    }

    private void stopWhenAsked() {
      if (stopping.getAsBoolean()) {
        awaitResult();
        throw new ImportEnded(
            "%s: stopped after a whole batch; run the same command again, it continues where rows are missing"
                .formatted(counts.file()));
      }
    }

    private void sendBatch() {
      awaitResult();
      if (!filling.isEmpty()) {
        List<T> values = filling.values();
        sent = filling;
        answer = sending.submit(() -> sender.send(values));
        filling = new RowBatch<>(maxRows);
      }
    }

    /** Waits for the batch on its way and counts what became of it. */
    private void awaitResult() {
      BatchResult result = resultOf(answer);
      result.refused().forEach(row -> counts.refuse(sent.row(row.index()), row.faults()));
      counts.stored(result);
      counts.advanced(rows.bytesRead());
      sent = new RowBatch<>(maxRows);
      answer = CompletableFuture.completedFuture(BatchResult.NONE);
    }
  }

  /** The answer of work that another thread does; its failure is thrown here. */
  public static <A> A resultOf(Future<A> answer) {
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
