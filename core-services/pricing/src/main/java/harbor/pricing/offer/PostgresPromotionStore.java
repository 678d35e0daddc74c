package harbor.pricing.offer;

import harbor.kit.client.Caller;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Audit;
import harbor.kit.service.table.Edited;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Promotions and their uses in PostgreSQL. Each method is one transaction, but for {@link #grants},
 * which is a part of one. Thread-safe.
 *
 * <p>Whoever counts locks the order's row first, then promotions by id, then the persons of each:
 * two orders wait for each other, never in a circle.
 */
final class PostgresPromotionStore {
  static final String COLUMNS =
      """
      p.promotion_id, p.name, p.coupon_code, p.position, p.percent_basis_points,
      p.amount_minor, p.currency, p.minimum_minor, p.product_ids, p.first_day, p.last_day,
      p.time_zone, p.max_uses, p.max_uses_per_person, p.uses, p.active,
      p.created_at, p.created_by, p.updated_at, p.updated_by, p.version
      """;

  private static final String GRANTS =
      "SELECT "
          + COLUMNS
          + """
          , coalesce(
              (SELECT max(u.uses)
               FROM promotion_persons u
               WHERE u.promotion_id = p.promotion_id AND u.person = ANY (:persons)),
              0) AS uses_of_person
          FROM promotions p
          WHERE p.active AND p.coupon_code = ANY (:codes)
          ORDER BY p.position, p.promotion_id
          """;

  private static final String FORGET =
      """
      UPDATE promotion_uses
      SET persons = array_remove(persons, :person)
      WHERE :person = ANY (persons)
      """;

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM promotions p WHERE p.promotion_id = :id FOR UPDATE";

  private static final String PUT =
      """
      INSERT INTO promotions AS p
        (promotion_id, name, coupon_code, position, percent_basis_points, amount_minor, currency,
         minimum_minor, product_ids, first_day, last_day, time_zone, starts_at, ends_at, max_uses,
         max_uses_per_person, uses, active,
         created_at, created_by, updated_at, updated_by, version)
      SELECT :id, :name, :code, :position, :percent, :amount, :currency,
             :minimum, :products, CAST(:firstDay AS date), CAST(:lastDay AS date), :zone,
             CAST(:startsAt AS timestamptz), CAST(:endsAt AS timestamptz), :maxUses,
             :maxUsesPerPerson, 0, :active, now, :by, now, :by, 1
      FROM shop_time() AS now
      ON CONFLICT (promotion_id) DO UPDATE SET
        name = excluded.name, coupon_code = excluded.coupon_code, position = excluded.position,
        percent_basis_points = excluded.percent_basis_points,
        amount_minor = excluded.amount_minor, currency = excluded.currency,
        minimum_minor = excluded.minimum_minor, product_ids = excluded.product_ids,
        first_day = excluded.first_day, last_day = excluded.last_day,
        time_zone = excluded.time_zone, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        max_uses = excluded.max_uses, max_uses_per_person = excluded.max_uses_per_person,
        active = excluded.active,
        updated_at = greatest(excluded.updated_at, p.updated_at),
        updated_by = excluded.updated_by, version = p.version + 1
      WHERE (p.name, p.coupon_code, p.position, p.percent_basis_points, p.amount_minor, p.currency,
             p.minimum_minor, p.product_ids, p.first_day, p.last_day, p.time_zone, p.starts_at,
             p.ends_at, p.max_uses, p.max_uses_per_person, p.active)
        IS DISTINCT FROM
            (excluded.name, excluded.coupon_code, excluded.position,
             excluded.percent_basis_points, excluded.amount_minor, excluded.currency,
             excluded.minimum_minor, excluded.product_ids, excluded.first_day, excluded.last_day,
             excluded.time_zone, excluded.starts_at, excluded.ends_at, excluded.max_uses,
             excluded.max_uses_per_person, excluded.active)
      RETURNING p.xmax = 0 AS created
      """;

  private static final String OFFER =
      "SELECT owner, promotion_ids FROM offers WHERE offer_id = :offer";

  private static final String BEGIN =
      """
      INSERT INTO promotion_orders
        (order_id, given_back, created_at, created_by, updated_at, updated_by, version)
      SELECT :order, false, now, 'orders', now, 'orders', 1
      FROM shop_time() AS now
      ON CONFLICT (order_id) DO NOTHING
      """;

  private static final String STATE =
      "SELECT given_back FROM promotion_orders WHERE order_id = :order FOR UPDATE";

  private static final String TAKEN =
      """
      SELECT promotion_id, persons
      FROM promotion_uses
      WHERE order_id = :order
      ORDER BY promotion_id
      """;

  private static final String LIMITED =
      """
      SELECT promotion_id
      FROM promotions
      WHERE promotion_id = ANY (:promotions) AND (max_uses > 0 OR max_uses_per_person > 0)
      ORDER BY promotion_id
      """;

  // The update waits for whoever counts the same promotion and looks at the limit again then; with
  // the row in its hands it counts the persons, each against the limit of the row as it is now.
  private static final String TAKE =
      """
      WITH counted AS (
        UPDATE promotions
        SET uses = uses + 1
        WHERE promotion_id = :promotion AND (max_uses = 0 OR uses < max_uses)
        RETURNING promotion_id, max_uses_per_person
      ), persons AS (
        INSERT INTO promotion_persons AS known
          (promotion_id, person, uses, created_at, created_by, updated_at, updated_by, version)
        SELECT c.promotion_id, person, 1, now, 'orders', now, 'orders', 1
        FROM counted c, unnest(:persons) AS person, shop_time() AS now
        WHERE c.max_uses_per_person > 0
        ORDER BY person
        ON CONFLICT (promotion_id, person) DO UPDATE SET
          uses = known.uses + 1, updated_at = greatest(excluded.updated_at, known.updated_at),
          updated_by = excluded.updated_by, version = known.version + 1
        WHERE known.uses < (SELECT max_uses_per_person FROM counted)
        RETURNING person
      )
      INSERT INTO promotion_uses
        (order_id, promotion_id, persons, created_at, created_by, updated_at, updated_by, version)
      SELECT :order, c.promotion_id, ARRAY(SELECT person FROM persons),
             now, 'orders', now, 'orders', 1
      FROM counted c, shop_time() AS now
      WHERE c.max_uses_per_person = 0
        OR (SELECT count(*) FROM persons) = cardinality(:persons)
      """;

  private static final String MARK_GIVEN_BACK =
      """
      INSERT INTO promotion_orders AS known
        (order_id, given_back, created_at, created_by, updated_at, updated_by, version)
      SELECT :order, true, now, 'orders', now, 'orders', 1
      FROM shop_time() AS now
      ON CONFLICT (order_id) DO UPDATE SET
        given_back = true, updated_at = greatest(excluded.updated_at, known.updated_at),
        updated_by = excluded.updated_by, version = known.version + 1
      WHERE NOT known.given_back
      """;

  private static final String GIVE_BACK =
      """
      WITH counted AS (
        UPDATE promotions
        SET uses = uses - 1
        WHERE promotion_id = :promotion
        RETURNING promotion_id
      )
      UPDATE promotion_persons known
      SET uses = known.uses - 1, updated_at = greatest(shop_time(), known.updated_at),
          updated_by = 'orders', version = known.version + 1
      FROM counted c
      WHERE known.promotion_id = c.promotion_id AND known.person = ANY (:persons)
      """;

  private final Database database;

  PostgresPromotionStore(Database database) {
    this.database = database;
  }

  /** How a taking ends. */
  sealed interface Taking {
    /** It is done, now or before: a use of each of these was counted. */
    record Done(List<String> promotionIds) implements Taking {
      /** Copies the list. */
      public Done {
        promotionIds = List.copyOf(promotionIds);
      }
    }

    /** A limit is reached; nothing was counted. */
    record Spent(String promotionId) implements Taking {}

    /** The order's use was given back before. */
    record Undone() implements Taking {}

    /** There is no such offer any more. */
    record UnknownOffer() implements Taking {}
  }

  /** A row of the table. */
  record Row(Promotion promotion, int uses, Audit audit) {}

  private record Use(String promotionId, List<String> persons) {}

  private record Said(String owner, List<String> promotionIds) {}

  /** Active promotions without a code and of this code, by position and id. */
  static List<Grant> grants(Handle handle, String code, Person person) {
    return handle
        .createQuery(GRANTS)
        .bindArray("persons", String.class, person.keys())
        .bindArray("codes", String.class, code.isEmpty() ? List.of("") : List.of("", code))
        .map(
            (row, _) -> new Grant(promotion(row), row.getInt("uses"), row.getInt("uses_of_person")))
        .list();
  }

  /**
   * Creates or replaces promotions; uses stay.
   *
   * @param promotions each once, in order of id
   * @return for each that was written: whether it was new
   */
  List<Boolean> put(List<Promotion> promotions) {
    return database.write(
        handle -> {
          List<Boolean> written = new ArrayList<>();
          promotions.forEach(
              promotion -> put(handle, promotion, "pricing").ifPresent(written::add));
          return written;
        });
  }

  /** Counts a use of each limited promotion of an offer for an order, once. */
  Taking take(String offerId, String orderId, String mail) {
    try {
      return database.write(handle -> take(handle, offerId, orderId, mail));
    } catch (LimitReached reached) {
      return new Taking.Spent(reached.promotionId);
    }
  }

  /** Takes back what an order took, once, or stops it from taking. */
  void giveBack(String orderId) {
    database.write(
        handle -> {
          int marked = handle.createUpdate(MARK_GIVEN_BACK).bind("order", orderId).execute();
          if (marked == 1) {
            for (Use use : uses(handle, orderId)) {
              handle
                  .createUpdate(GIVE_BACK)
                  .bind("promotion", use.promotionId())
                  .bindArray("persons", String.class, use.persons())
                  .execute();
            }
          }
          return marked;
        });
  }

  /**
   * Rolls the transaction back: nothing of an order is counted when one of its limits is reached.
   */
  private static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String promotionId;

    LimitReached(String promotionId) {
      super(promotionId, null, false, false);
      this.promotionId = promotionId;
    }
  }

  private static Taking take(Handle handle, String offerId, String orderId, String mail) {
    Optional<Said> offer =
        handle
            .createQuery(OFFER)
            .bind("offer", offerId)
            .map((row, _) -> new Said(row.getString("owner"), Rows.texts(row, "promotion_ids")))
            .findOne();
    boolean begins =
        offer.isPresent() && handle.createUpdate(BEGIN).bind("order", orderId).execute() == 1;
    return begins ? count(handle, offer.get(), orderId, mail) : before(handle, orderId);
  }

  /** How it ended before. */
  private static Taking before(Handle handle, String orderId) {
    return handle
        .createQuery(STATE)
        .bind("order", orderId)
        .mapTo(Boolean.class)
        .findOne()
        .map(
            givenBack ->
                givenBack
                    ? new Taking.Undone()
                    : new Taking.Done(
                        uses(handle, orderId).stream().map(Use::promotionId).toList()))
        .orElseGet(Taking.UnknownOffer::new);
  }

  private static Taking count(Handle handle, Said offer, String orderId, String mail) {
    List<String> limited =
        handle
            .createQuery(LIMITED)
            .bindArray("promotions", String.class, offer.promotionIds())
            .mapTo(String.class)
            .list();
    Person person = Person.of(offer.owner(), mail);
    for (String promotion : limited) {
      int counted =
          handle
              .createUpdate(TAKE)
              .bind("promotion", promotion)
              .bind("order", orderId)
              .bindArray("persons", String.class, person.keys())
              .execute();
      if (counted == 0) {
        throw new LimitReached(promotion);
      }
    }
    return new Taking.Done(limited);
  }

  private static List<Use> uses(Handle handle, String orderId) {
    return handle
        .createQuery(TAKEN)
        .bind("order", orderId)
        .map((row, _) -> new Use(row.getString("promotion_id"), Rows.texts(row, "persons")))
        .list();
  }

  /**
   * Changes a promotion, within a transaction.
   *
   * @param version that was seen
   * @param by who does so
   */
  Edited<Row> edit(
      Handle handle, String id, long version, String by, Function<Row, Promotion> change) {
    return Edited.of(
        find(handle, id),
        row -> row.audit().version(),
        version,
        row -> {
          var _ = put(handle, change.apply(row), by);
          return find(handle, id).orElseThrow();
        });
  }

  private static Optional<Row> find(Handle handle, String id) {
    return handle.createQuery(FIND).bind("id", id).map((row, _) -> row(row)).findOne();
  }

  private static Optional<Boolean> put(Handle handle, Promotion promotion, String by) {
    Days days = promotion.days();
    return handle
        .createQuery(PUT)
        .bind("by", by)
        .bind("id", promotion.id())
        .bind("name", promotion.name())
        .bind("code", promotion.couponCode())
        .bind("position", promotion.position())
        .bind("percent", percent(promotion.reduction()))
        .bind("amount", amount(promotion.reduction()))
        .bind("currency", promotion.currency())
        .bind("minimum", promotion.minimumMinor())
        .bindArray("products", String.class, promotion.productIds())
        .bind("firstDay", days.first().map(LocalDate::toString).orElse(null))
        .bind("lastDay", days.last().map(LocalDate::toString).orElse(null))
        .bind("zone", days.zone().getId())
        .bind("startsAt", days.startsAt().map(Object::toString).orElse(null))
        .bind("endsAt", days.endsAt().map(Object::toString).orElse(null))
        .bind("maxUses", promotion.maxUses())
        .bind("maxUsesPerPerson", promotion.maxUsesPerPerson())
        .bind("active", promotion.active())
        .mapTo(Boolean.class)
        .findOne();
  }

  private static @Nullable Integer percent(Reduction reduction) {
    return reduction instanceof Reduction.Percent(int points) ? points : null;
  }

  private static @Nullable Long amount(Reduction reduction) {
    return reduction instanceof Reduction.Amount(long minor) ? minor : null;
  }

  /** A promotion, its uses and who changed its row. */
  static Row row(ResultSet row) throws SQLException {
    return new Row(promotion(row), row.getInt("uses"), Rows.audit(row));
  }

  private static Promotion promotion(ResultSet row) throws SQLException {
    int percent = row.getInt("percent_basis_points");
    Reduction reduction =
        row.wasNull()
            ? new Reduction.Amount(row.getLong("amount_minor"))
            : new Reduction.Percent(percent);
    return new Promotion(
        row.getString("promotion_id"),
        row.getString("name"),
        row.getString("coupon_code"),
        row.getInt("position"),
        reduction,
        row.getString("currency"),
        row.getLong("minimum_minor"),
        Rows.texts(row, "product_ids"),
        new Days(
            Optional.ofNullable(row.getObject("first_day", LocalDate.class)),
            Optional.ofNullable(row.getObject("last_day", LocalDate.class)),
            ZoneId.of(row.getString("time_zone"))),
        row.getInt("max_uses"),
        row.getInt("max_uses_per_person"),
        row.getBoolean("active"));
  }

  /** Takes a user who is erased out of the uses that are counted; the uses stay. */
  void forget(Handle handle, Caller user) {
    handle.createUpdate(FORGET).bind("person", user.subject()).execute();
  }
}
