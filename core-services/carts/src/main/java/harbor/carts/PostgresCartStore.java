package harbor.carts;

import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Carts in PostgreSQL. What is answered is never somebody else's, and never a cart that has
 * expired. Reads are transactions of their own, writes a part of the one that they are given.
 *
 * <p>A change locks its cart first: changes of one cart wait for each other, each sees what the one
 * before left, and none is lost. Thread-safe.
 */
final class PostgresCartStore {
  /** How long a guest's cart is kept after its last change. */
  static final Duration GUEST_RETENTION = Duration.ofDays(30);

  /** How long a user's cart is kept after its last change. */
  static final Duration USER_RETENTION = Duration.ofDays(365);

  private static final String FIND =
      """
      SELECT c.cart_id, c.coupon_code, c.left_out_products, c.left_out_pieces, c.expires_at,
             c.created_at, c.created_by, c.updated_at, c.updated_by, c.version,
             lines.line_ids, lines.product_ids, lines.quantities
      FROM carts c
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(l.line_id ORDER BY l.position), '{}') AS line_ids,
               coalesce(array_agg(l.product_id ORDER BY l.position), '{}') AS product_ids,
               coalesce(array_agg(l.quantity ORDER BY l.position), '{}') AS quantities
        FROM cart_lines l
        WHERE l.cart_id = c.cart_id
      ) lines
      WHERE c.cart_id = :cart AND c.owner = :owner AND c.expires_at > CAST(:now AS timestamptz)
      """;

  private static final String CURRENT =
      """
      SELECT cart_id
      FROM carts
      WHERE owner = :owner AND expires_at > CAST(:now AS timestamptz)
      ORDER BY created_at DESC, cart_id DESC
      LIMIT 1
      """;

  private static final String CREATE =
      """
      INSERT INTO carts
        (cart_id, owner, expires_at, created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:cart, :owner, CAST(:expiresAt AS timestamptz),
         CAST(:now AS timestamptz), :owner, CAST(:now AS timestamptz), :owner, 1)
      """;

  // Beside FIND, not within it: a statement that waited for the lock sees the lines of before.
  private static final String LOCK =
      """
      SELECT cart_id
      FROM carts
      WHERE cart_id = :cart AND owner = :owner AND expires_at > CAST(:now AS timestamptz)
      FOR UPDATE
      """;

  private static final String ORDERED =
      """
      INSERT INTO cart_orders (cart_id, order_id)
      VALUES (:cart, :order)
      ON CONFLICT DO NOTHING
      """;

  private static final String SAVE =
      """
      UPDATE carts
      SET coupon_code = :coupon, left_out_products = :leftOutProducts,
          left_out_pieces = :leftOutPieces, expires_at = CAST(:expiresAt AS timestamptz),
          updated_at = CAST(:now AS timestamptz), updated_by = :owner, version = :version
      WHERE cart_id = :cart
      """;

  private static final String SAVE_LINES =
      """
      WITH removed AS (
        DELETE FROM cart_lines
        WHERE cart_id = :cart AND line_id <> ALL (:lines)
      )
      INSERT INTO cart_lines AS stored
        (cart_id, line_id, product_id, quantity,
         created_at, created_by, updated_at, updated_by, version)
      SELECT :cart, l.line_id, l.product_id, l.quantity,
             CAST(:now AS timestamptz), :owner, CAST(:now AS timestamptz), :owner, 1
      FROM unnest(:lines, :products, :quantities) AS l (line_id, product_id, quantity)
      WHERE NOT EXISTS (
        SELECT FROM cart_lines same
        WHERE same.cart_id = :cart AND same.line_id = l.line_id AND same.quantity = l.quantity
      )
      ON CONFLICT (cart_id, line_id) DO UPDATE SET
        quantity = excluded.quantity, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by, version = stored.version + 1
      """;

  // Two merges into one user's carts wait for each other: both would make the first cart.
  private static final String ONE_MERGE_OF_A_USER =
      "SELECT pg_advisory_xact_lock(hashtextextended('merge ' || :owner, 0))";

  // Those that the merge has not locked stay: somebody may be filling one that was made meanwhile.
  private static final String LOCK_ALL =
      "SELECT cart_id FROM carts WHERE owner = :owner ORDER BY cart_id FOR UPDATE";

  private static final String PIECES =
      """
      SELECT l.product_id, least(sum(l.quantity), 2147483647)::integer AS pieces
      FROM carts c
      JOIN cart_lines l USING (cart_id)
      WHERE c.cart_id = ANY (:carts) AND c.expires_at > CAST(:now AS timestamptz)
      GROUP BY l.product_id
      ORDER BY min(l.position)
      """;

  private static final String COUPON =
      """
      SELECT coupon_code
      FROM carts
      WHERE cart_id = ANY (:carts) AND expires_at > CAST(:now AS timestamptz)
        AND coupon_code IS NOT NULL
      ORDER BY created_at DESC, cart_id DESC
      LIMIT 1
      """;

  private static final String REMOVE = "DELETE FROM carts WHERE cart_id = ANY (:carts)";

  // The lines go with their cart. Several instances sweep side by side, and no change waits for it.
  private static final String REMOVE_EXPIRED =
      """
      DELETE FROM carts
      WHERE cart_id IN (
        SELECT cart_id
        FROM carts
        WHERE expires_at <= CAST(:before AS timestamptz)
        ORDER BY expires_at
        LIMIT :max
        FOR UPDATE SKIP LOCKED
      )
      """;

  private static final int MAX_REMOVED_AT_ONCE = 500;

  private final Database database;
  private final InstantSource clock;

  PostgresCartStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One cart of theirs. */
  Optional<Cart> find(Caller owner, String cartId) {
    return OpaqueId.isWellFormed(cartId)
        ? database.read(handle -> find(handle, owner, cartId, now()))
        : Optional.empty();
  }

  /** The cart of theirs that was created last. */
  Optional<Cart> findCurrent(Caller owner) {
    Instant now = now();
    return database.read(
        handle -> current(handle, owner, now).flatMap(cartId -> find(handle, owner, cartId, now)));
  }

  /**
   * Makes an empty cart of theirs.
   *
   * @param owner anybody but {@link Caller#ANONYMOUS}
   */
  Cart create(Handle handle, Caller owner) {
    Instant now = now();
    String by = owner.subject();
    Cart cart =
        new Cart(
            OpaqueId.random(),
            List.of(),
            Optional.empty(),
            List.of(),
            now.plus(retention(owner)),
            new Audit(now, by, now, by, 1));
    bound(handle.createUpdate(CREATE), owner, now)
        .bind("cart", cart.id())
        .bind("expiresAt", cart.expiresAt().toString())
        .execute();
    return cart;
  }

  /**
   * Changes a cart of theirs.
   *
   * @param rule what shall become of it; only {@link Change.Done} is stored
   */
  Change change(Handle handle, Caller owner, String cartId, Function<Cart, Change> rule) {
    Instant now = now();
    if (!OpaqueId.isWellFormed(cartId) || !lock(handle, owner, cartId, now)) {
      return new Change.UnknownCart();
    }
    Change change = find(handle, owner, cartId, now).map(rule).orElseGet(Change.UnknownCart::new);
    return change instanceof Change.Done(Cart edited)
        ? new Change.Done(save(handle, owner, edited, now))
        : change;
  }

  /**
   * Merges all carts of a guest into the current one of a user, who gets one when there is
   * something to put into it. The guest's are gone then.
   *
   * @return the user's current cart, also when the guest has none
   */
  Optional<Cart> merge(Handle handle, Caller guest, Caller user) {
    Instant now = now();
    handle.createQuery(ONE_MERGE_OF_A_USER).bind("owner", user.subject()).mapTo(String.class).one();
    List<String> merged =
        handle.createQuery(LOCK_ALL).bind("owner", guest.subject()).mapTo(String.class).list();
    SequencedMap<String, Integer> pieces = pieces(handle, merged, now);
    Optional<CouponCode> coupon = coupon(handle, merged, now);
    handle.createUpdate(REMOVE).bindArray("carts", String.class, merged).execute();
    Optional<Cart> account =
        current(handle, user, now)
            .filter(cartId -> lock(handle, user, cartId, now))
            .flatMap(cartId -> find(handle, user, cartId, now));
    if (pieces.isEmpty() && coupon.isEmpty()) {
      return account;
    }
    Cart target = account.orElseGet(() -> create(handle, user));
    return Optional.of(save(handle, user, target.merged(pieces, coupon), now));
  }

  /** Takes out of a cart of theirs what an order has, the first time that the order asks. */
  Change removeOrdered(
      Handle handle, Caller owner, String cartId, String orderId, Map<String, Integer> pieces) {
    return change(
        handle,
        owner,
        cartId,
        found ->
            handle.createUpdate(ORDERED).bind("cart", found.id()).bind("order", orderId).execute()
                    == 1
                ? found.removeOrdered(pieces)
                : new Change.Unchanged(found));
  }

  /** Removes carts that have expired, whosever they are, in transactions that are short. */
  void removeExpired() {
    database.deleteBefore(REMOVE_EXPIRED, now(), MAX_REMOVED_AT_ONCE);
  }

  private boolean lock(Handle handle, Caller owner, String cartId, Instant now) {
    return bound(handle.createQuery(LOCK), owner, now)
        .bind("cart", cartId)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  private static SequencedMap<String, Integer> pieces(
      Handle handle, List<String> carts, Instant now) {
    SequencedMap<String, Integer> pieces = new LinkedHashMap<>();
    handle
        .createQuery(PIECES)
        .bindArray("carts", String.class, carts)
        .bind("now", now.toString())
        .map((row, _) -> Map.entry(row.getString("product_id"), row.getInt("pieces")))
        .forEach(line -> pieces.put(line.getKey(), line.getValue()));
    return pieces;
  }

  private static Optional<CouponCode> coupon(Handle handle, List<String> carts, Instant now) {
    return handle
        .createQuery(COUPON)
        .bindArray("carts", String.class, carts)
        .bind("now", now.toString())
        .mapTo(String.class)
        .findOne()
        .map(CouponCode::new);
  }

  private static Optional<String> current(Handle handle, Caller owner, Instant now) {
    return bound(handle.createQuery(CURRENT), owner, now).mapTo(String.class).findOne();
  }

  private static Optional<Cart> find(Handle handle, Caller owner, String cartId, Instant now) {
    return bound(handle.createQuery(FIND), owner, now)
        .bind("cart", cartId)
        .map((row, _) -> cart(row))
        .findOne();
  }

  /** A change is never earlier than the one before it, whatever the clocks of two instances say. */
  private static Cart save(Handle handle, Caller owner, Cart edited, Instant now) {
    Audit before = edited.audit();
    Instant at = now.isBefore(before.updatedAt()) ? before.updatedAt() : now;
    Cart saved =
        new Cart(
            edited.id(),
            edited.lines(),
            edited.coupon(),
            edited.remarks(),
            at.plus(retention(owner)),
            new Audit(
                before.createdAt(), before.createdBy(), at, owner.subject(), before.version() + 1));
    bound(handle.createUpdate(SAVE), owner, at)
        .bind("cart", saved.id())
        .bind("coupon", saved.coupon().map(CouponCode::text).orElse(null))
        .bindArray("leftOutProducts", String.class, Rows.column(saved.remarks(), Remark::productId))
        .bindArray("leftOutPieces", Integer.class, Rows.column(saved.remarks(), Remark::leftOut))
        .bind("expiresAt", saved.expiresAt().toString())
        .bind("version", saved.audit().version())
        .execute();
    bound(
            handle
                .registerArrayType(String.class, "text")
                .registerArrayType(Integer.class, "int4")
                .createUpdate(SAVE_LINES),
            owner,
            at)
        .bind("cart", saved.id())
        .bindArray("lines", String.class, Rows.column(saved.lines(), CartLine::id))
        .bindArray("products", String.class, Rows.column(saved.lines(), CartLine::productId))
        .bindArray("quantities", Integer.class, Rows.column(saved.lines(), CartLine::quantity))
        .execute();
    return saved;
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Caller owner, Instant now) {
    return statement.bind("owner", owner.subject()).bind("now", now.toString());
  }

  static Cart cart(ResultSet row) throws SQLException {
    List<String> lineIds = Rows.texts(row, "line_ids");
    List<String> productIds = Rows.texts(row, "product_ids");
    Integer[] quantities = (Integer[]) row.getArray("quantities").getArray();
    List<CartLine> lines = new ArrayList<>();
    for (int i = 0; i < quantities.length; i++) {
      lines.add(new CartLine(lineIds.get(i), productIds.get(i), quantities[i]));
    }
    List<String> leftOutProducts = Rows.texts(row, "left_out_products");
    Integer[] leftOutPieces = (Integer[]) row.getArray("left_out_pieces").getArray();
    List<Remark> remarks = new ArrayList<>();
    for (int i = 0; i < leftOutPieces.length; i++) {
      remarks.add(new Remark(leftOutProducts.get(i), leftOutPieces[i]));
    }
    return new Cart(
        row.getString("cart_id"),
        lines,
        Optional.ofNullable(row.getString("coupon_code")).map(CouponCode::new),
        remarks,
        Rows.instant(row, "expires_at"),
        Rows.audit(row));
  }

  private static Duration retention(Caller owner) {
    return owner.isUser() ? USER_RETENTION : GUEST_RETENTION;
  }

  /** As exact as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
