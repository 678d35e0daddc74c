package harbor.importer.sending;

import harbor.importer.client.Outcome;
import harbor.importer.progress.ImportListener;
import harbor.importer.progress.ImportListener.Notice;
import harbor.importer.progress.ImportSummary;
import harbor.importer.progress.Pace;
import harbor.importer.table.Row;
import java.time.Duration;

/** Counts what becomes of the rows of one source and tells the listener. Used by one thread. */
public final class Tally {
  private final String source;
  private final ImportListener listener;
  private final long startedAt = System.nanoTime();
  private final Pace pace = new Pace();
  private long read;
  private long created;
  private long updated;
  private long unchanged;
  private long refused;
  private long remarked;
  private boolean complete;

  public Tally(String source, ImportListener listener) {
    this.source = source;
    this.listener = listener;
  }

  String source() {
    return source;
  }

  public void say(String sentence) {
    listener.said(source, sentence);
  }

  public void read(Row.Good<?> row) {
    read++;
    if (!row.remarks().isEmpty()) {
      remarked++;
      listener.noticed(new Notice(source, row.line(), String.join("; ", row.remarks()), false));
    }
  }

  public void read(Row.Bad<?> row) {
    read++;
    refuse(row.line(), row.reason());
  }

  /** A row that was read and sent, but not stored. */
  void refuse(long line, String reason) {
    refused++;
    listener.noticed(new Notice(source, line, reason, true));
  }

  void stored(Outcome outcome) {
    created += outcome.created();
    updated += outcome.updated();
    unchanged += outcome.unchanged();
    pace.mark(created + updated + unchanged + refused, System.nanoTime() - startedAt);
  }

  void advanced(long bytes) {
    listener.advanced(source, read, bytes);
  }

  void complete() {
    complete = true;
  }

  public ImportSummary summary() {
    return new ImportSummary(
        source,
        read,
        created,
        updated,
        unchanged,
        refused,
        remarked,
        Duration.ofNanos(System.nanoTime() - startedAt),
        pace.millisPerThousand(0, 0.1),
        pace.millisPerThousand(0.9, 1),
        complete);
  }
}
