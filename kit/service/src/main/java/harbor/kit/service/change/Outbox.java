package harbor.kit.service.change;

import harbor.observability.Telemetry;
import harbor.observability.TraceLinks;
import io.micrometer.core.instrument.Counter;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Announces what a transaction changed, within that transaction: it is announced exactly when it is
 * committed. {@link OutboxFeed} tells it to watchers.
 *
 * <p>Each entry gets the next position from the one row of {@code outbox_head}. Its update locks
 * the row until the transaction ends, so that positions become visible in their order, without
 * gaps: who sees position 8 has seen 7. A sequence would give 7 to a transaction that commits after
 * the one that got 8; a reader that was at 8 by then would never see 7.
 *
 * <p>So announcing is the last thing that a transaction does: whoever holds the row keeps all other
 * writers of the service from their commit, and must wait for nothing that they hold.
 *
 * <p>An entry holds up to 500 ids: an import writes a few rows more, not twice as many. It also
 * holds the span within which it was announced, if that is recorded: whoever goes on with the
 * change links to it. Thread-safe.
 */
public final class Outbox {
  /** Ids of one entry at most: as many as one response may name. */
  static final int MAX_IDS = 500;

  private static final String LOCK =
      """
      SELECT position
      FROM outbox_head
      FOR UPDATE
      """;

  private static final String APPEND =
      """
      WITH head AS (
        UPDATE outbox_head
        SET position = position + :entries
        RETURNING position, clock_timestamp() AS changed_at
      ), entries AS (
        SELECT (place - 1) / :maxIds AS number, array_agg(id ORDER BY place) AS ids
        FROM unnest(:ids) WITH ORDINALITY AS changed (id, place)
        GROUP BY number
      )
      INSERT INTO changes (position, changed_at, ids, trace_parent)
      SELECT head.position - :entries + 1 + entries.number, head.changed_at, entries.ids,
             nullif(:traceParent, '')
      FROM head
      CROSS JOIN entries
      """;

  private final Counter announced;

  /** An outbox whose announcements are counted in the metrics of the process. */
  public Outbox(Telemetry telemetry) {
    announced = Counter.builder("harbor.watch.announced").register(telemetry.metrics());
  }

  /**
   * Announces what changed; the last statement of the transaction. Nothing is done for nothing.
   *
   * @param handle of the running transaction
   * @param ids of what changed
   */
  public void append(Handle handle, Collection<String> ids) {
    List<String> changed = ids.stream().distinct().toList();
    if (changed.isEmpty()) {
      return;
    }
    int entries = (changed.size() + MAX_IDS - 1) / MAX_IDS;
    int appended =
        handle
            .createUpdate(APPEND)
            .bindArray("ids", String.class, changed)
            .bind("entries", entries)
            .bind("maxIds", MAX_IDS)
            .bind("traceParent", TraceLinks.current())
            .execute();
    if (appended != entries) {
      throw new IllegalStateException("outbox_head does not have its one row");
    }
    handle.afterCommit(() -> announced.increment(changed.size()));
  }

  /**
   * Announces what is affected by a change of something else, like the stock at a place that gets
   * another name.
   *
   * <p>The ids are asked for when no other transaction can commit a change before this one does:
   * what others committed is seen, and what they commit later they announce later.
   *
   * @param handle of the running transaction
   * @param ids asks for them, within the transaction
   */
  public void appendAffected(Handle handle, Supplier<? extends Collection<String>> ids) {
    handle.createQuery(LOCK).mapTo(Long.class).one();
    append(handle, ids.get());
  }
}
