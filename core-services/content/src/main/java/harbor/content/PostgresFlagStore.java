package harbor.content;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Feature flags in PostgreSQL: one method per transaction. Thread-safe. */
final class PostgresFlagStore {
  /** How many flags there are at most: each is a label of metrics. */
  static final int MAX_FLAGS = 100;

  /** What changes of flags are announced by. */
  static final String CHANGED = "flags";

  private static final String ALL =
      """
      SELECT name, enabled, rollout_basis_points, variants, weights, description,
             created_at, created_by, updated_at, updated_by, version
      FROM flags
      ORDER BY name
      """;

  private static final String PUT =
      """
      INSERT INTO flags AS f
        (name, enabled, rollout_basis_points, variants, weights, description,
         created_at, created_by, updated_at, updated_by, version)
      SELECT name, enabled, points, CAST(variants AS text[]), CAST(weights AS int[]), description,
             CAST(:now AS timestamptz), 'content', CAST(:now AS timestamptz), 'content', 1
      FROM unnest(:names, :enabled, :points, :variants, :weights, :descriptions)
        AS sent (name, enabled, points, variants, weights, description)
      ORDER BY name
      ON CONFLICT (name) DO UPDATE SET
        enabled = excluded.enabled, rollout_basis_points = excluded.rollout_basis_points,
        variants = excluded.variants, weights = excluded.weights,
        description = excluded.description,
        updated_at = greatest(excluded.updated_at, f.updated_at), version = f.version + 1
      WHERE (f.enabled, f.rollout_basis_points, f.variants, f.weights, f.description)
        IS DISTINCT FROM (excluded.enabled, excluded.rollout_basis_points, excluded.variants,
             excluded.weights, excluded.description)
      RETURNING f.xmax = 0 AS created
      """;

  // Two imports that add flags must not each see the other's as not there.
  private static final String LOCK = "LOCK TABLE flags IN SHARE ROW EXCLUSIVE MODE";

  private static final String COUNT = "SELECT count(*) FROM flags";

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  PostgresFlagStore(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A flag as it is stored. */
  record StoredFlag(Flag flag, Audit audit) {}

  /** That there would be more flags than {@link #MAX_FLAGS}; nothing was written. */
  static final class TooManyFlags extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** All flags, in order of name. */
  List<StoredFlag> all() {
    return database.read(
        handle ->
            handle
                .createQuery(ALL)
                .map((row, _) -> new StoredFlag(flag(row), Rows.audit(row)))
                .list());
  }

  /**
   * Creates or replaces flags.
   *
   * @return for each that was written whether it was new
   * @throws TooManyFlags and writes nothing
   */
  List<Boolean> put(List<Flag> flags) {
    return database.write(
        handle -> {
          handle.execute(LOCK);
          List<Boolean> written = put(handle, flags);
          if (handle.createQuery(COUNT).mapTo(Integer.class).one() > MAX_FLAGS) {
            throw new TooManyFlags();
          }
          outbox.append(handle, written.isEmpty() ? List.of() : List.of(CHANGED));
          return written;
        });
  }

  private List<Boolean> put(Handle handle, List<Flag> flags) {
    return handle
        .createQuery(PUT)
        .bindArray("names", String.class, Rows.column(flags, Flag::name))
        .bindArray("enabled", Boolean.class, Rows.column(flags, Flag::isEnabled))
        .bindArray("points", Integer.class, Rows.column(flags, Flag::rolloutBasisPoints))
        .bindArray(
            "variants",
            String.class,
            Rows.column(
                flags, flag -> Rows.arrayLiteral(Rows.column(flag.variants(), Flag.Variant::name))))
        .bindArray(
            "weights",
            String.class,
            Rows.column(
                flags,
                flag ->
                    Rows.arrayLiteral(
                        Rows.column(
                            flag.variants(), variant -> Integer.toString(variant.weight())))))
        .bindArray("descriptions", String.class, Rows.column(flags, Flag::description))
        .bind("now", clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
        .mapTo(Boolean.class)
        .list();
  }

  private static Flag flag(ResultSet row) throws SQLException {
    List<String> names = Rows.texts(row, "variants");
    Integer[] weights = (Integer[]) row.getArray("weights").getArray();
    return new Flag(
        row.getString("name"),
        row.getBoolean("enabled"),
        row.getInt("rollout_basis_points"),
        IntStream.range(0, names.size())
            .mapToObj(i -> new Flag.Variant(names.get(i), weights[i]))
            .toList(),
        row.getString("description"));
  }
}
