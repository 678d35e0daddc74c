package harbor.carts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.SettableClock;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.Audit;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresCartStoreIT {
  private static final Caller GUEST = Caller.guest("g-1");
  private static final Caller USER = Caller.user("u-1");
  private static final Duration MICROSECOND = Duration.ofNanos(1_000);

  private final Telemetry telemetry = Telemetry.recording("carts", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("carts"), telemetry);
  private final SettableClock clock = new SettableClock();
  private final PostgresCartStore carts = new PostgresCartStore(database, clock);

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void create_isEmpty_andFoundAgain() {
    clock.set("2026-01-01T00:00:00.123456789Z");

    Cart cart = create(GUEST);

    assertThat(cart.lines()).isEmpty();
    assertThat(cart.coupon()).isEmpty();
    assertThat(cart.audit().version()).isEqualTo(1);
    assertThat(cart.audit().createdAt()).isEqualTo("2026-01-01T00:00:00.123456Z");
    assertThat(find(GUEST, cart.id())).contains(cart);
  }

  @Test
  void change_isFoundAgain_withLinesInTheOrderInWhichTheyCame() {
    Cart cart = create(GUEST);

    add(cart, "mug", 3);
    add(cart, "lamp", 2);
    add(cart, "anvil", 1);
    Cart changed = add(cart, "mug", 4);

    assertThat(changed.lines())
        .extracting(line -> line.productId() + " " + line.quantity())
        .containsExactly("mug 7", "lamp 2", "anvil 1");
    assertThat(find(GUEST, cart.id())).contains(changed);
  }

  @Test
  void removedLine_isGone_andComesBackAsTheLastOne() {
    Cart cart = create(GUEST);
    add(cart, "mug", 3);
    String lamp = add(cart, "lamp", 2).lineOf("lamp").id();
    String mug = find(GUEST, cart.id()).orElseThrow().lineOf("mug").id();

    done(change(GUEST, cart, found -> found.removeLine(mug, 3)));
    Cart changed = add(cart, "mug", 1);

    assertThat(changed.lines()).extracting(CartLine::productId).containsExactly("lamp", "mug");
    assertThat(changed.lineOf("lamp").id()).isEqualTo(lamp);
    assertThat(changed.lineOf("mug").id()).isNotEqualTo(mug);
    assertThat(find(GUEST, cart.id())).contains(changed);
  }

  @Test
  void coupon_isKept_andRemoved() {
    Cart cart = create(USER);
    CouponCode code = new CouponCode("SUMMER-25");

    Cart reduced = done(change(USER, cart, found -> found.setCoupon(code, OptionalLong.empty())));

    assertThat(reduced.coupon()).contains(code);
    assertThat(find(USER, cart.id())).contains(reduced);
    assertThat(done(change(USER, cart, found -> found.removeCoupon(2))).coupon()).isEmpty();
    assertThat(find(USER, cart.id()).orElseThrow().coupon()).isEmpty();
  }

  @Test
  void change_leavesEveryOtherCartAsItIs() {
    Cart cart = create(GUEST);
    Cart other = add(create(GUEST), "mug", 1);

    Cart changed = add(cart, "mug", 2);
    String line = changed.lineOf("mug").id();
    done(change(GUEST, cart, found -> found.removeLine(line, 2)));

    assertThat(find(GUEST, other.id())).contains(other);
  }

  @Test
  void refusedChange_leavesTheCartAsItWas() {
    Cart cart = create(GUEST);
    Cart before = add(cart, "mug", 999);
    clock.advance(Duration.ofDays(1));

    assertThat(change(GUEST, cart, found -> found.add(CartLine.of("mug", 1))))
        .isEqualTo(new Change.QuantityTooLarge(1_000));
    assertThat(change(GUEST, cart, found -> found.removeLine("unknown", 1)))
        .isEqualTo(new Change.VersionMismatch(before));
    assertThat(find(GUEST, cart.id())).contains(before);
  }

  @Test
  void change_isNotStored_whenItsTransactionFails() {
    Cart cart = create(GUEST);

    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      carts.change(
                          handle, GUEST, cart.id(), found -> found.add(CartLine.of("mug", 1)));
                      throw new IllegalStateException("The rest fails");
                    }))
        .hasMessage("The rest fails");

    assertThat(find(GUEST, cart.id())).contains(cart);
  }

  @Test
  void audit_tellsWhoAndWhen_ofTheCartAndOfEachLine() {
    clock.set("2026-01-01T00:00:00Z");
    Cart cart = create(GUEST);
    add(cart, "mug", 1);
    add(cart, "lamp", 1);
    clock.set("2026-01-02T00:00:00Z");

    Audit audit = add(cart, "mug", 1).audit();

    assertThat(audit.version()).isEqualTo(4);
    assertThat(audit.createdAt()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(audit.updatedAt()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(audit.createdBy()).isEqualTo("guest:g-1").isEqualTo(audit.updatedBy());
    assertThat(texts("SELECT product_id || ' ' || version FROM cart_lines ORDER BY position"))
        .containsExactly("mug 2", "lamp 1");
  }

  @Test
  void change_isNotEarlierThanTheOneBefore_whenTheClockGoesBack() {
    clock.set("2026-01-02T00:00:00Z");
    Cart cart = create(GUEST);
    clock.set("2026-01-01T00:00:00Z");

    Cart changed = add(cart, "mug", 1);

    assertThat(changed.audit().updatedAt()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(find(GUEST, cart.id())).contains(changed);
  }

  @Test
  void foreignCart_isUnknown_andStaysAsItIs() {
    Cart cart = create(GUEST);
    List<Caller> others = List.of(Caller.guest("g-2"), Caller.user("g-1"), USER, Caller.ANONYMOUS);

    for (Caller other : others) {
      assertThat(find(other, cart.id())).isEmpty();
      assertThat(current(other)).isEmpty();
      assertThat(change(other, cart, found -> found.add(CartLine.of("mug", 1))))
          .isEqualTo(new Change.UnknownCart());
    }
    assertThat(find(GUEST, cart.id())).contains(cart);
  }

  @Test
  void cart_isUnknown_whenItsIdIsNone() {
    for (String id : List.of("", "a'b", "\0", OpaqueId.random(), "x".repeat(10_000))) {
      assertThat(find(GUEST, id)).isEmpty();
      assertThat(
              database.<Change>write(
                  handle -> carts.change(handle, GUEST, id, cart -> new Change.Done(cart))))
          .isEqualTo(new Change.UnknownCart());
    }
  }

  @Test
  void currentCart_isTheOneCreatedLast_alsoWhenAnOlderOneChanges() {
    assertThat(current(GUEST)).isEmpty();
    Cart first = create(GUEST);
    clock.advance(MICROSECOND);
    Cart second = create(GUEST);
    create(USER);
    clock.advance(MICROSECOND);
    add(first, "mug", 1);

    assertThat(current(GUEST)).contains(second);
  }

  @ParameterizedTest
  @EnumSource(value = Caller.Kind.class, names = "ANONYMOUS", mode = EnumSource.Mode.EXCLUDE)
  void cart_expiresAfterItsRetention_countedFromItsLastChange(Caller.Kind kind) {
    Caller owner = new Caller(kind, "x", Set.of());
    Duration retention = Duration.ofDays(kind == Caller.Kind.USER ? 365 : 30);
    Cart cart = create(owner);
    clock.advance(retention.minus(MICROSECOND));
    done(change(owner, cart, found -> found.add(CartLine.of("mug", 1))));

    clock.advance(retention.minus(MICROSECOND));
    assertThat(find(owner, cart.id())).isPresent();
    assertThat(current(owner)).isPresent();
    carts.removeExpired();
    assertThat(texts("SELECT cart_id FROM carts")).containsExactly(cart.id());

    clock.advance(MICROSECOND);
    assertThat(find(owner, cart.id())).isEmpty();
    assertThat(current(owner)).isEmpty();
    assertThat(change(owner, cart, found -> found.add(CartLine.of("mug", 1))))
        .isEqualTo(new Change.UnknownCart());
    assertThat(texts("SELECT cart_id FROM carts")).containsExactly(cart.id());
    carts.removeExpired();
    assertThat(texts("SELECT cart_id FROM carts UNION ALL SELECT line_id FROM cart_lines"))
        .isEmpty();
  }

  @Test
  void removal_goesOnUntilNothingIsLeft_andLeavesWhatIsValid() {
    database.write(
        handle -> {
          IntStream.range(0, 1_001).forEach(i -> carts.create(handle, Caller.guest("g-" + i)));
          return null;
        });
    clock.advance(Duration.ofDays(30));
    Cart valid = create(GUEST);

    carts.removeExpired();

    assertThat(texts("SELECT cart_id FROM carts")).containsExactly(valid.id());
  }

  @Test
  void currentCart_isTheNewestThatHasNotExpired() {
    Cart older = create(GUEST);
    clock.advance(Duration.ofDays(1));
    create(GUEST);
    clock.advance(Duration.ofDays(1));
    Cart changed = add(older, "mug", 1);

    clock.advance(Duration.ofDays(29));

    assertThat(current(GUEST)).contains(changed);
  }

  @Test
  void concurrentAdds_areAllThere() throws Exception {
    Cart cart = create(GUEST);
    List<Callable<Change>> adds =
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    (Callable<Change>)
                        () ->
                            change(
                                GUEST, cart, found -> found.add(CartLine.of("p" + i % 3, 1 + i))))
            .toList();

    assertThat(all(adds)).allMatch(Change.Done.class::isInstance);

    Cart after = find(GUEST, cart.id()).orElseThrow();
    assertThat(after.audit().version()).isEqualTo(65);
    assertThat(after.lines()).hasSize(3);
    assertThat(after.lines().stream().mapToInt(CartLine::quantity).sum())
        .isEqualTo(IntStream.rangeClosed(1, 64).sum());
  }

  @Test
  void oneWriterWins_whenManyHaveSeenTheSameVersion() throws Exception {
    Cart cart = create(GUEST);
    String line = add(cart, "mug", 1).lineOf("mug").id();
    List<Callable<Change>> writers =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    (Callable<Change>)
                        () -> change(GUEST, cart, found -> found.changeLine(line, 100 + i, 2)))
            .toList();

    List<Change> changes = all(writers);

    Cart after = find(GUEST, cart.id()).orElseThrow();
    assertThat(after.audit().version()).isEqualTo(3);
    assertThat(changes)
        .filteredOn(Change.Done.class::isInstance)
        .containsExactly(new Change.Done(after));
    assertThat(changes)
        .filteredOn(change -> !(change instanceof Change.Done))
        .containsExactlyElementsOf(Collections.nCopies(15, new Change.VersionMismatch(after)));
  }

  /** What no rule lets through, the tables refuse as well. */
  @Test
  void tables_refuseWhatNoCartMayHold() {
    Cart cart = create(GUEST);
    add(cart, "mug", 1);

    for (String sql :
        List.of(
            "UPDATE cart_lines SET quantity = 0",
            "UPDATE cart_lines SET quantity = 1000",
            "UPDATE carts SET coupon_code = 'two words'",
            "UPDATE carts SET owner = ''",
            "UPDATE carts SET version = 0")) {
      assertThatThrownBy(() -> database.write(handle -> handle.execute(sql)))
          .as(sql)
          .isInstanceOf(UnableToExecuteStatementException.class);
    }
  }

  private Cart create(Caller owner) {
    return database.write(handle -> carts.create(handle, owner));
  }

  private Optional<Cart> find(Caller owner, String cartId) {
    return carts.find(owner, cartId);
  }

  private Optional<Cart> current(Caller owner) {
    return carts.findCurrent(owner);
  }

  private Change change(Caller owner, Cart cart, Function<Cart, Change> rule) {
    return database.write(handle -> carts.change(handle, owner, cart.id(), rule));
  }

  private Cart add(Cart cart, String productId, int quantity) {
    return done(change(GUEST, cart, found -> found.add(CartLine.of(productId, quantity))));
  }

  private static Cart done(Change change) {
    assertThat(change).isInstanceOf(Change.Done.class);
    return ((Change.Done) change).cart();
  }

  private List<String> texts(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private static <T> List<T> all(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<T> done = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        done.add(future.get());
      }
      return done;
    }
  }
}
