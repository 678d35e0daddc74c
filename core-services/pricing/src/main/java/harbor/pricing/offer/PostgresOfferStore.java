package harbor.pricing.offer;

import com.google.protobuf.ByteString;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.runtime.Sha256;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.pricing.offer.Goods.UnitPrice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What offers are made of, and offers, in PostgreSQL. The time is the database's, through {@code
 * shop_time()}. Each method is one transaction. Thread-safe.
 */
final class PostgresOfferStore {
  /** How long an offer is kept after its time: a late step of its order still finds it. */
  static final Duration RETENTION = Duration.ofDays(7);

  private static final String MARKET =
      """
      SELECT shop_time() AS now, home.country AS home_country,
             coalesce(market.locale, home.locale) AS locale
      FROM markets home
      LEFT JOIN markets market ON market.country = :country
      WHERE home.home
      """;

  private static final String PRICES =
      """
      SELECT product_id, currency, current_minor AS unit_minor, tax_class
      FROM current_prices
      WHERE product_id = ANY (:products)
      """;

  private static final String KEEP =
      """
      INSERT INTO offers
        (offer_id, owner, fingerprint, cart_id, cart_version, currency, country, locale,
         total_minor, promotion_ids, question, content, valid_until,
         created_at, created_by, updated_at, updated_by, version)
      SELECT :id, :owner, :fingerprint, :cart, :cartVersion, :currency, :country, :locale,
             :total, :promotions, :question, :content, now + interval '15 minutes',
             now, :owner, now, :owner, 1
      FROM shop_time() AS now
      """;

  private static final String SAME =
      "WHERE fingerprint = :fingerprint AND valid_until > shop_time()";

  private static final String OWN =
      "WHERE offer_id = :id AND owner = :owner AND valid_until > shop_time()";

  private static final String FIND =
      """
      SELECT offer_id, question, content, valid_until,
             created_at, created_by, updated_at, updated_by, version
      FROM offers
      """;

  private static final String LOCK =
      "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(encode(:fingerprint, 'hex'), 0))";

  private static final String REMOVE_OLD =
      """
      DELETE FROM offers
      WHERE offer_id IN (
        SELECT offer_id
        FROM offers
        WHERE valid_until <= CAST(:before AS timestamptz)
        ORDER BY valid_until
        LIMIT :max
        FOR UPDATE SKIP LOCKED
      )
      """;

  private static final int MAX_REMOVED_AT_ONCE = 500;

  private final Database database;

  PostgresOfferStore(Database database) {
    this.database = database;
  }

  private record Market(Instant now, String homeCountry, String locale) {}

  /** Reads what an offer is made of. */
  Basis basis(Question question) {
    return database.read(
        handle -> {
          Market market = market(handle, question);
          Map<String, UnitPrice> prices = prices(handle, question.items());
          List<Grant> grants =
              PostgresPromotionStore.grants(handle, question.couponCode(), question.person());
          return new Basis(market.now(), market.homeCountry(), market.locale(), prices, grants);
        });
  }

  /** What products cost now, by id; without those that have no price. */
  Map<String, UnitPrice> prices(List<Question.Item> items) {
    return database.read(handle -> prices(handle, items));
  }

  private static Market market(Handle handle, Question question) {
    return handle
        .createQuery(MARKET)
        .bind("country", question.destination().map(Destination::country).orElse(""))
        .map(
            (row, _) ->
                new Market(
                    Rows.instant(row, "now"),
                    row.getString("home_country"),
                    row.getString("locale")))
        .one();
  }

  private static Map<String, UnitPrice> prices(Handle handle, List<Question.Item> items) {
    Map<String, UnitPrice> prices = new HashMap<>();
    handle
        .createQuery(PRICES)
        .bindArray("products", String.class, Rows.column(items, Question.Item::productId))
        .map(
            (row, _) ->
                prices.put(
                    row.getString("product_id"),
                    new UnitPrice(
                        row.getString("currency"),
                        row.getLong("unit_minor"),
                        row.getString("tax_class"))))
        .list();
    return prices;
  }

  /**
   * Keeps an offer for 15 minutes; gives the one that is there when the same was said to the same
   * before, and still holds.
   */
  KeptOffer keep(MadeOffer made, ByteString question, ByteString content) {
    byte[] fingerprint = fingerprint(made.question().owner(), content);
    return database
        .read(handle -> same(handle, fingerprint))
        .orElseGet(
            () ->
                database.write(
                    handle -> {
                      // Two at once must not both find nothing.
                      handle
                          .createQuery(LOCK)
                          .bind("fingerprint", fingerprint)
                          .mapTo(Integer.class)
                          .one();
                      return same(handle, fingerprint)
                          .orElseGet(() -> insert(handle, made, question, content, fingerprint));
                    }));
  }

  /** An offer of theirs that still holds. */
  Optional<KeptOffer> find(String owner, String id) {
    return database.read(
        handle ->
            handle
                .createQuery(FIND + OWN)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, _) -> kept(row))
                .findOne());
  }

  /** Removes offers that ended a week ago, in transactions that are short. */
  void removeOld() {
    Instant now =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT shop_time() AS now")
                    .map((row, _) -> Rows.instant(row, "now"))
                    .one());
    database.deleteBefore(REMOVE_OLD, now.minus(RETENTION), MAX_REMOVED_AT_ONCE);
  }

  private static Optional<KeptOffer> same(Handle handle, byte[] fingerprint) {
    return handle
        .createQuery(FIND + SAME + " ORDER BY valid_until DESC LIMIT 1")
        .bind("fingerprint", fingerprint)
        .map((row, _) -> kept(row))
        .findOne();
  }

  private static KeptOffer insert(
      Handle handle, MadeOffer made, ByteString question, ByteString content, byte[] fingerprint) {
    String id = OpaqueId.random();
    String owner = made.question().owner();
    handle
        .createUpdate(KEEP)
        .bind("id", id)
        .bind("owner", owner)
        .bind("fingerprint", fingerprint)
        .bind("cart", made.question().cartId())
        .bind("cartVersion", made.question().cartVersion())
        .bind("currency", made.goods().currency())
        .bind("country", made.destination().country())
        .bind("locale", made.locale())
        .bind("total", made.total().grossMinor())
        .bindArray("promotions", String.class, made.promotionIds())
        .bind("question", question.toByteArray())
        .bind("content", content.toByteArray())
        .execute();
    return handle
        .createQuery(FIND + OWN)
        .bind("id", id)
        .bind("owner", owner)
        .map((row, _) -> kept(row))
        .one();
  }

  private static KeptOffer kept(ResultSet row) throws SQLException {
    return new KeptOffer(
        row.getString("offer_id"),
        ByteString.copyFrom(row.getBytes("question")),
        ByteString.copyFrom(row.getBytes("content")),
        Rows.instant(row, "valid_until"),
        Rows.audit(row));
  }

  private static byte[] fingerprint(String owner, ByteString content) {
    MessageDigest digest = Sha256.digest();
    digest.update(owner.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return digest.digest(content.toByteArray());
  }
}
