package harbor.kit.service.change;

import harbor.kit.service.database.Database;
import harbor.observability.TraceLinks;
import harbor.type.v1.Changes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The entries of a service's {@link Outbox}, as they are read and removed. Thread-safe. */
final class ChangeLog {
  /** A read that takes longer is given up: it is a look-up of a few rows. */
  private static final Duration READ = Duration.ofSeconds(2);

  /** Entries that are read at once at most, before they are counted. */
  private static final int MAX_ENTRIES = 500;

  private static final String NEWEST =
      """
      SELECT position, changed_at
      FROM changes
      ORDER BY position DESC
      LIMIT 1
      """;

  private static final String NEWEST_AND_KNOWN =
      """
      SELECT position, changed_at,
             (SELECT changed_at FROM changes WHERE position = :position) AS known_at
      FROM changes
      ORDER BY position DESC
      LIMIT 1
      """;

  /** Entries that one look at some ids goes through at most, and ids that those name. */
  private static final int MAX_SEARCHED_ENTRIES = 20_000;

  private static final int MAX_SEARCHED_IDS = 200_000;

  /** As many entries as name no more than so many ids; the first one always fits. */
  private static final String AFTER =
      """
      SELECT position, changed_at, ids, trace_parent
      FROM (
        SELECT position, changed_at, ids, trace_parent,
               sum(size) OVER (ORDER BY position) AS named
        FROM (
          SELECT position, changed_at, ids, trace_parent, size
          FROM changes
          WHERE position > :position
          ORDER BY position
          LIMIT :maxEntries
        ) AS next
      ) AS counted
      WHERE named <= :maxIds
      ORDER BY position
      """;

  /**
   * The same, of some ids and of those that begin with a text, in the order of their first change.
   * One statement: entries that are removed meanwhile are either all there, or known to be gone.
   */
  private static final String AMONG =
      """
      WITH searched AS MATERIALIZED (
        %s
      ), told AS (
        SELECT id, min(position) AS first_position, min(place) AS first_place
        FROM searched
        CROSS JOIN unnest(ids) WITH ORDINALITY AS named (id, place)
        WHERE starts_with(id, :own) OR id IN (SELECT unnest(:ids))
        GROUP BY id
      )
      SELECT newest.position, newest.changed_at,
             (SELECT changed_at FROM changes WHERE position = :position) AS known_at,
             (SELECT count(*) FROM searched) AS entries,
             last.position AS last_position, last.changed_at AS last_at,
             ARRAY(SELECT id FROM told ORDER BY first_position, first_place) AS ids
      FROM (%s) AS newest
      LEFT JOIN (
        SELECT position, changed_at
        FROM searched
        ORDER BY position DESC
        LIMIT 1
      ) AS last ON true
      """
          .formatted(AFTER, NEWEST);

  /**
   * Removes from the old end, never from the middle. Whoever has the lock of the oldest row does
   * it; another one finds it locked or gone, and leaves. The last one that is old stays, so that
   * the position right after it, from which everything younger can be told, remains known; so the
   * newest one stays however old it is.
   */
  private static final String REMOVE_OLD =
      """
      WITH turn AS (
        SELECT position
        FROM changes
        WHERE position = (SELECT min(position) FROM changes)
        FOR UPDATE SKIP LOCKED
      ), oldest AS (
        SELECT position, changed_at
        FROM changes
        ORDER BY position
        LIMIT :max + 1
      )
      DELETE FROM changes
      WHERE EXISTS (SELECT FROM turn)
        AND position < (
          SELECT coalesce(
                   min(position) FILTER (WHERE changed_at >= CAST(:before AS timestamptz)) - 1,
                   max(position))
          FROM oldest)
      """;

  private final Database database;

  ChangeLog(Database database) {
    this.database = database;
  }

  /**
   * Some of what follows a position.
   *
   * @param position right after it
   * @param reset whether what follows the position asked for is not known; this one is the newest
   * @param ids what changed in between
   * @param causes what changed it, as far as that is recorded
   * @param more whether more was there to be read
   */
  record Slice(
      ChangePosition position, boolean reset, List<String> ids, List<Cause> causes, boolean more) {
    /** One of which no cause is known. */
    Slice(ChangePosition position, boolean reset, List<String> ids, boolean more) {
      this(position, reset, ids, List.of(), more);
    }

    /** The same without other ids. */
    Slice of(Predicate<String> isTold) {
      return new Slice(
          position,
          reset,
          ids.stream().filter(isTold).toList(),
          causes.stream().filter(cause -> cause.ids().stream().anyMatch(isTold)).toList(),
          more);
    }

    Changes changes() {
      return Changes.newBuilder()
          .setResumeToken(position.token())
          .setReset(reset)
          .addAllIds(ids)
          .addAllTraceParents(
              causes.stream().map(Cause::traceParent).distinct().limit(TraceLinks.MAX).toList())
          .build();
    }
  }

  /**
   * A span within which something was changed.
   *
   * @param traceParent as W3C Trace Context writes it
   * @param ids what was
   */
  record Cause(String traceParent, List<String> ids) {}

  private record Newest(ChangePosition position, Optional<Long> knownAtMicros) {}

  private record Logged(ChangePosition position, List<String> ids, Optional<Cause> cause) {}

  /** Right after everything that is committed. */
  ChangePosition newest() {
    return database.readWithin(
        READ, handle -> handle.createQuery(NEWEST).map((row, _) -> position(row)).one());
  }

  /** What follows, as much as fits one response. */
  Slice after(ChangePosition from) {
    return database.readWithin(READ, handle -> after(handle, from));
  }

  /**
   * What follows of some ids, looked for among a bounded number of entries.
   *
   * @param ids that are looked for
   * @param own what other ids that are told begin with
   * @return empty when what follows is not known
   */
  Optional<Slice> among(ChangePosition from, Collection<String> ids, String own) {
    return database.read(
        handle ->
            handle
                .createQuery(AMONG)
                .bind("position", from.number())
                .bind("maxEntries", MAX_SEARCHED_ENTRIES)
                .bind("maxIds", MAX_SEARCHED_IDS)
                .bindArray("ids", String.class, ids)
                .bind("own", own)
                .map((row, _) -> found(row, from))
                .one());
  }

  private static Optional<Slice> found(ResultSet row, ChangePosition from) throws SQLException {
    Long knownAt = micros(row, "known_at");
    if (knownAt == null || knownAt != from.atMicros()) {
      return Optional.empty();
    }
    ChangePosition newest = position(row);
    Long lastAt = micros(row, "last_at");
    ChangePosition last =
        lastAt == null ? from : new ChangePosition(row.getLong("last_position"), lastAt);
    // Nobody removes from the middle; if somebody did by hand, it is no secret to callers.
    boolean isWhole =
        last.number() - from.number() == row.getLong("entries")
            && (lastAt != null || newest.equals(from));
    return isWhole
        ? Optional.of(new Slice(last, false, ids(row), !last.equals(newest)))
        : Optional.empty();
  }

  /**
   * Removes entries from before a time, in small transactions, unless another instance is doing so.
   *
   * @param max entries a transaction at most
   * @return how many
   */
  int removeOld(Instant before, int max) {
    return database.deleteBefore(REMOVE_OLD, before, max);
  }

  private static Slice after(Handle handle, ChangePosition from) {
    Newest newest =
        handle
            .createQuery(NEWEST_AND_KNOWN)
            .bind("position", from.number())
            .map(
                (row, _) -> new Newest(position(row), Optional.ofNullable(micros(row, "known_at"))))
            .one();
    if (!newest.knownAtMicros().equals(Optional.of(from.atMicros()))) {
      return reset(newest.position());
    }
    if (newest.position().equals(from)) {
      return new Slice(from, false, List.of(), false);
    }
    List<Logged> entries =
        handle
            .createQuery(AFTER)
            .bind("position", from.number())
            .bind("maxEntries", MAX_ENTRIES)
            .bind("maxIds", Outbox.MAX_IDS)
            .map((row, _) -> logged(row))
            .list();
    return slice(from, newest.position(), entries);
  }

  private static Slice slice(ChangePosition from, ChangePosition newest, List<Logged> entries) {
    if (entries.isEmpty()) {
      return reset(newest);
    }
    Set<String> ids = new LinkedHashSet<>();
    List<Cause> causes = new ArrayList<>();
    ChangePosition last = from;
    for (Logged entry : entries) {
      // Nobody removes from the middle; if somebody did by hand, it is no secret to watchers.
      if (entry.position().number() != last.number() + 1) {
        return reset(newest);
      }
      ids.addAll(entry.ids());
      entry.cause().ifPresent(causes::add);
      last = entry.position();
    }
    return new Slice(last, false, List.copyOf(ids), List.copyOf(causes), !last.equals(newest));
  }

  private static Logged logged(ResultSet row) throws SQLException {
    List<String> ids = ids(row);
    return new Logged(
        position(row),
        ids,
        Optional.ofNullable(row.getString("trace_parent")).map(parent -> new Cause(parent, ids)));
  }

  private static Slice reset(ChangePosition newest) {
    return new Slice(newest, true, List.of(), false);
  }

  private static ChangePosition position(ResultSet row) throws SQLException {
    Long at = micros(row, "changed_at");
    if (at == null) {
      throw new IllegalStateException("changes.changed_at is null");
    }
    return new ChangePosition(row.getLong("position"), at);
  }

  private static @Nullable Long micros(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
  }

  private static List<String> ids(ResultSet row) throws SQLException {
    return List.of((String[]) row.getArray("ids").getArray());
  }
}
