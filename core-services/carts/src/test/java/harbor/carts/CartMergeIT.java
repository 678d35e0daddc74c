package harbor.carts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import harbor.kit.client.Caller;
import harbor.kit.service.SettableClock;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a guest's carts at the sign-in, in all orders in which it can happen. */
class CartMergeIT {
  private static final Caller GUEST = Caller.guest("g-1");
  private static final Caller USER = Caller.user("u-1");
  private static final CouponCode SUMMER = new CouponCode("SUMMER");

  private final Telemetry telemetry = Telemetry.recording("carts", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("carts"), telemetry);
  private final SettableClock clock = new SettableClock();
  private final PostgresCartStore carts = new PostgresCartStore(database, clock);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The guest's: a mug, three lamps. */
  private String guests = "";

  @BeforeEach
  void fill() {
    guests = create(GUEST);
    add(GUEST, guests, "mug", 1);
    add(GUEST, guests, "lamp", 3);
  }

  @AfterEach
  void close() {
    threads.close();
    database.close();
    telemetry.close();
  }

  @Test
  void merge_addsTheGuestsLines_andTheGuestsCartIsUnknown() {
    String account = create(USER);
    add(USER, account, "mug", 2);
    add(USER, account, "pen", 1);

    Cart merged = merge(GUEST, USER).orElseThrow();

    assertThat(merged.id()).isEqualTo(account);
    assertThat(lines(merged)).containsExactly("mug 3", "pen 1", "lamp 3");
    assertThat(merged.audit().updatedBy()).isEqualTo("user:u-1");
    assertThat(carts.findCurrent(USER)).contains(merged);
    assertUnknown();
  }

  @Test
  void merge_givesTheUserACart_whenThereIsNone() {
    Cart merged = merge(GUEST, USER).orElseThrow();

    assertThat(merged.id()).isNotEqualTo(guests);
    assertThat(lines(merged)).containsExactly("mug 1", "lamp 3");
    assertThat(carts.findCurrent(USER)).contains(merged);
    assertUnknown();
  }

  @Test
  void merge_again_changesNothing_andAnswersTheUsersCart() {
    Optional<Cart> merged = merge(GUEST, USER);

    assertThat(merge(GUEST, USER)).isEqualTo(merged);
    assertThat(merge(GUEST, Caller.user("u-2"))).isEmpty();
    assertThat(carts.findCurrent(USER)).isEqualTo(merged);
  }

  @Test
  void merge_takesAllCartsOfTheGuest_butNoneThatHasExpired() {
    clock.advance(Duration.ofDays(29));
    String second = create(GUEST);
    add(GUEST, second, "lamp", 1);
    change(GUEST, second, found -> found.setCoupon(SUMMER, OptionalLong.empty()));
    assertThat(lines(merge(GUEST, USER).orElseThrow())).containsExactly("mug 1", "lamp 4");
    assertThat(carts.findCurrent(USER).orElseThrow().coupon()).contains(SUMMER);

    Caller late = Caller.guest("g-2");
    add(late, create(late), "pen", 1);
    clock.advance(Duration.ofDays(30));
    Caller other = Caller.user("u-2");

    assertThat(merge(late, other)).isEmpty();
    assertThat(count("carts WHERE owner LIKE 'guest:%'")).isZero();
  }

  @Test
  void merge_ofAnEmptyCart_makesNone() {
    Caller empty = Caller.guest("g-2");
    create(empty);

    assertThat(merge(empty, USER)).isEmpty();
    assertThat(count("carts WHERE owner <> 'guest:g-1'")).isZero();
  }

  @Test
  void remarks_stayUntilTheNextChange() {
    add(GUEST, guests, "mug", 990);
    String account = create(USER);
    add(USER, account, "mug", 10);

    assertThat(merge(GUEST, USER).orElseThrow().remarks()).containsExactly(new Remark("mug", 2));
    assertThat(carts.find(USER, account).orElseThrow().remarks())
        .containsExactly(new Remark("mug", 2));
    assertThat(merge(GUEST, USER).orElseThrow().remarks()).hasSize(1);

    add(USER, account, "pen", 1);
    assertThat(carts.find(USER, account).orElseThrow().remarks()).isEmpty();
  }

  @Test
  void merge_happensWholeLater_whenItsTransactionFails() {
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      carts.merge(handle, GUEST, USER);
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(carts.find(GUEST, guests)).isPresent();
    assertThat(carts.findCurrent(USER)).isEmpty();

    assertThat(lines(merge(GUEST, USER).orElseThrow())).containsExactly("mug 1", "lamp 3");
  }

  @Test
  void manyMerges_atOnce_areOne() throws Exception {
    Callable<Optional<Cart>> merge = () -> merge(GUEST, USER);

    for (Future<Optional<Cart>> done :
        threads.invokeAll(Stream.generate(() -> merge).limit(16).toList())) {
      assertThat(lines(done.get().orElseThrow())).containsExactly("mug 1", "lamp 3");
    }

    assertThat(count("carts")).isEqualTo(1);
    assertUnknown();
  }

  @Test
  void twoGuests_becomingOneUserAtOnce_makeOneCart() throws Exception {
    Caller second = Caller.guest("g-2");
    add(second, create(second), "lamp", 2);

    Future<Optional<Cart>> other =
        during(handle -> carts.merge(handle, GUEST, USER), () -> merge(second, USER));

    assertThat(lines(other.get().orElseThrow())).containsExactly("mug 1", "lamp 5");
    assertThat(count("carts")).isEqualTo(1);
  }

  /** The counter-test: where nothing makes them wait, both make a cart. */
  @Test
  void twoNewCarts_ofOneUser_areTwo() throws Exception {
    Future<String> other =
        database.write(
            handle -> {
              carts.create(handle, USER);
              Future<String> second = threads.submit(() -> create(USER));
              await().until(second::isDone);
              return second;
            });

    assertThat(other.get()).isNotEmpty();
    assertThat(count("carts WHERE owner = 'user:u-1'")).isEqualTo(2);
  }

  @Test
  void guestsWrite_thatComesDuringTheMerge_findsNoCart() throws Exception {
    Future<Change> late =
        during(
            handle -> carts.merge(handle, GUEST, USER),
            () -> change(GUEST, guests, found -> found.add(CartLine.of("mug", 5))));

    assertThat(late.get()).isEqualTo(new Change.UnknownCart());
    assertThat(lines(carts.findCurrent(USER).orElseThrow())).containsExactly("mug 1", "lamp 3");
  }

  @Test
  void guestsWrite_thatIsUnderWay_isMerged() throws Exception {
    Future<Optional<Cart>> merged =
        during(
            handle ->
                carts.change(handle, GUEST, guests, found -> found.add(CartLine.of("mug", 5))),
            () -> merge(GUEST, USER));

    assertThat(lines(merged.get().orElseThrow())).containsExactly("mug 6", "lamp 3");
  }

  @Test
  void guestsCart_thatIsMadeDuringTheMerge_isMergedByTheNextOne() throws Exception {
    Future<Optional<Cart>> merging =
        during(
            handle ->
                carts.change(handle, GUEST, guests, found -> found.add(CartLine.of("mug", 1))),
            () -> merge(GUEST, USER),
            () -> add(GUEST, create(GUEST), "pen", 1));
    assertThat(lines(merging.get().orElseThrow())).containsExactly("mug 2", "lamp 3");
    assertThat(lines(carts.findCurrent(GUEST).orElseThrow())).containsExactly("pen 1");

    assertThat(lines(merge(GUEST, USER).orElseThrow())).containsExactly("mug 2", "lamp 3", "pen 1");
  }

  @Test
  void usersWrites_duringTheMerge_areNotLost() throws Exception {
    String account = create(USER);

    Future<Change> other =
        during(
            handle -> carts.merge(handle, GUEST, USER),
            () -> change(USER, account, found -> found.add(CartLine.of("mug", 5))));

    assertThat(other.get()).isInstanceOf(Change.Done.class);
    assertThat(lines(carts.findCurrent(USER).orElseThrow())).containsExactly("mug 6", "lamp 3");
  }

  /** Begins the second while the first is done and not committed, and sees that it waits. */
  private <T> Future<T> during(Function<Handle, ?> first, Callable<T> second) {
    return during(first, second, () -> {});
  }

  private <T> Future<T> during(Function<Handle, ?> first, Callable<T> second, Runnable meanwhile) {
    return database.write(
        handle -> {
          var _ = first.apply(handle);
          Future<T> waiting = threads.submit(second);
          await().until(() -> TestDatabase.waitingForALock() == 1);
          meanwhile.run();
          return waiting;
        });
  }

  private void assertUnknown() {
    assertThat(carts.find(GUEST, guests)).isEmpty();
    assertThat(carts.find(USER, guests)).isEmpty();
    assertThat(carts.findCurrent(GUEST)).isEmpty();
    assertThat(change(GUEST, guests, found -> found.add(CartLine.of("mug", 1))))
        .isEqualTo(new Change.UnknownCart());
  }

  private String create(Caller owner) {
    return database.write(handle -> carts.create(handle, owner)).id();
  }

  private void add(Caller owner, String cartId, String productId, int quantity) {
    assertThat(change(owner, cartId, found -> found.add(CartLine.of(productId, quantity))))
        .isInstanceOf(Change.Done.class);
  }

  private Change change(Caller owner, String cartId, Function<Cart, Change> rule) {
    return database.write(handle -> carts.change(handle, owner, cartId, rule));
  }

  private Optional<Cart> merge(Caller guest, Caller user) {
    return database.write(handle -> carts.merge(handle, guest, user));
  }

  private int count(String from) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + from).mapTo(Integer.class).one());
  }

  private static List<String> lines(Cart cart) {
    return cart.lines().stream().map(line -> line.productId() + " " + line.quantity()).toList();
  }
}
