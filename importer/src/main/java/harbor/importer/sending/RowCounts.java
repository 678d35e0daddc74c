package harbor.importer.sending;

import harbor.importer.client.BatchResult;
import harbor.importer.progress.Fault;
import harbor.importer.progress.ImportListener;
import harbor.importer.progress.ImportListener.Notice;
import harbor.importer.progress.ImportSummary;
import harbor.importer.progress.RowRate;
import harbor.importer.table.TableRow;
import java.time.Duration;
import java.util.List;

/** Counts what becomes of the rows of one file and tells the listener. Used by one thread. */
public final class RowCounts {
  private final String file;
  private final ImportListener listener;
  private final long startedAt = System.nanoTime();
  private final RowRate rate = new RowRate();
  private long read;
  private long created;
  private long updated;
  private long unchanged;
  private long refused;
  private long remarked;
  private boolean complete;

  /** Of the file of this name; the time counts from here. */
  public RowCounts(String file, ImportListener listener) {
    this.file = file;
    this.listener = listener;
  }

  String file() {
    return file;
  }

  /** Tells the listener something about the file as a whole. */
  public void say(String sentence) {
    listener.said(file, sentence);
  }

  /** A row that will be sent. */
  public void read(TableRow.Valid<?> row) {
    read++;
    if (!row.remarks().isEmpty()) {
      remarked++;
      listener.noticed(new Notice(file, row.line(), row.id(), row.remarks(), false));
    }
  }

  /** A row that cannot be sent. */
  public void read(TableRow.Invalid<?> row) {
    read++;
    refuse(row, row.faults());
  }

  /** A row that was read and sent, but not stored. */
  void refuse(TableRow<?> row, List<Fault> faults) {
    refused++;
    listener.noticed(new Notice(file, row.line(), row.id(), faults, true));
  }

  void stored(BatchResult result) {
    created += result.created();
    updated += result.updated();
    unchanged += result.unchanged();
    rate.add(created + updated + unchanged + refused, System.nanoTime() - startedAt);
  }

  void advanced(long bytes) {
    listener.advanced(file, read, bytes);
  }

  void complete() {
    complete = true;
  }

  /** What became of the file until now. */
  public ImportSummary summary() {
    return new ImportSummary(
        file,
        read,
        created,
        updated,
        unchanged,
        refused,
        remarked,
        Duration.ofNanos(System.nanoTime() - startedAt),
        rate.millisPerThousand(0, 0.1),
        rate.millisPerThousand(0.9, 1),
        complete);
  }
}
