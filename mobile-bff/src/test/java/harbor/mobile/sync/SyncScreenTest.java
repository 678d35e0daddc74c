package harbor.mobile.sync;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.input.ClientVersion;
import harbor.kit.bff.plan.Page;
import harbor.kit.client.Caller;
import harbor.mobile.sync.OfflineApp.Ended;
import harbor.mobile.v1.Sync;
import harbor.mobile.v1.SyncProduct;
import harbor.orders.v1.OrderStatus;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncScreenTest {
  private static final Caller ANN = Caller.user("ann");
  private static final Caller BOB = Caller.user("bob");
  private static final String EXPIRED = "RESUME_TOKEN_EXPIRED";

  private final FakeStore store = new FakeStore(100);
  private final OfflineApp app = new OfflineApp(ANN, store::ask);

  SyncScreenTest() {
    store.sell("lamp", "A lamp");
    store.price("lamp", 4_990);
    store.stock("lamp", 3);
    store.rate("lamp", 46);
  }

  @Test
  void firstCall_tellsAll_andTheNextOneNothing() {
    store.mark(ANN, "favourites", "lamp");
    store.order(ANN, "O1", OrderStatus.ORDER_STATUS_SHIPPED, List.of("mug"));
    store.sell("mug", "A mug");

    Sync first = told("");
    Sync second = told(first.getToken());

    assertThat(first.getProductsList())
        .containsExactly(
            SyncProduct.newBuilder()
                .setId("lamp")
                .setComplete(true)
                .setName("A lamp")
                .setPriceMinor(4_990)
                .setCurrency("EUR")
                .setStockStatus("available")
                .setLeft(3)
                .setRating(4.6f)
                .build(),
            SyncProduct.newBuilder().setId("mug").setComplete(true).setName("A mug").build());
    assertThat(first.getOrders(0).getStatus()).isEqualTo("shipped");
    assertThat(first.getFavourites().getPut(0).getProductId()).isEqualTo("lamp");
    assertThat(first.getCategories().getCategoriesCount()).isEqualTo(1);
    assertThat(first.getMore()).isFalse();
    assertNothing(second);
    assertThat(second.getToken()).isEqualTo(first.getToken());
  }

  /** That others change things makes no news; but what it has of them must not become too old. */
  @Test
  void tokenOfAQuietPerson_movesOn() {
    store.mark(ANN, "favourites", "lamp");
    String token = told("").getToken();
    for (int day = 0; day < 40; day++) {
      store.mark(BOB, "favourites", "mug");
      store.order(BOB, "O" + day, OrderStatus.ORDER_STATUS_PLACED, List.of("mug"));
      store.sell("mug", "A mug");
      store.price("mug", 100 + day);
      store.stock("mug", day);
      store.rate("mug", 10 + day);

      Sync told = told(token);

      assertThat(told.getProductsList()).isEmpty();
      token = told.getToken();
      for (SyncSource source : SyncSource.values()) {
        store.core(source).trim();
      }
    }
  }

  /** It did not change for long: that it came into the person's set is the news. */
  @Test
  void product_isToldWhole_whenItIsMarked_andRemoved_whenNothingNamesIt() {
    String token = told("").getToken();
    store.mark(ANN, "favourites", "lamp");
    store.mark(ANN, "recently_seen", "lamp");
    Sync marked = told(token);
    store.unmark(ANN, "favourites", "lamp");
    Sync stillSeen = told(marked.getToken());
    store.mark(ANN, "recently_seen", "lamp");
    Sync seenAgain = told(stillSeen.getToken());
    store.unmark(ANN, "recently_seen", "lamp");
    Sync gone = told(seenAgain.getToken());

    assertThat(marked.getProducts(0).getName()).isEqualTo("A lamp");
    assertThat(stillSeen.getFavourites().getRemovedList()).containsExactly("lamp");
    assertThat(stillSeen.getRemovedProductsList()).isEmpty();
    assertThat(stillSeen.getProductsList()).isEmpty();
    assertThat(seenAgain.getRecentlySeen().getPutCount()).isEqualTo(1);
    assertThat(seenAgain.getProductsList()).isEmpty();
    assertThat(gone.getRemovedProductsList()).containsExactly("lamp");
  }

  @Test
  void order_isRemoved_whenItHasArrived_withWhatOnlyItNamed() {
    store.order(ANN, "O1", OrderStatus.ORDER_STATUS_SHIPPED, List.of("lamp"));
    String token = told("").getToken();

    store.order(ANN, "O1", OrderStatus.ORDER_STATUS_DELIVERED, List.of("lamp"));
    Sync told = told(token);

    assertThat(told.getRemovedOrdersList()).containsExactly("O1");
    assertThat(told.getRemovedProductsList()).containsExactly("lamp");
  }

  @Test
  void product_isRemoved_whenItIsSoldNoMore_andComesBack() {
    store.mark(ANN, "favourites", "lamp");
    String token = told("").getToken();
    store.hide("lamp");
    Sync hidden = told(token);
    store.sell("lamp", "The lamp");
    Sync back = told(hidden.getToken());

    assertThat(hidden.getRemovedProductsList()).containsExactly("lamp");
    assertThat(hidden.getFavourites().getRemovedList()).isEmpty();
    assertThat(back.getProducts(0).getName()).isEqualTo("The lamp");
  }

  @Test
  void answer_isBounded_andGoesOn() {
    for (int i = 0; i < 250; i++) {
      store.sell("p" + i, "Product " + i);
      store.mark(ANN, "favourites", "p" + i);
    }
    List<Integer> sizes = new ArrayList<>();
    app.listen(told -> sizes.add(told.getProductsCount()));

    assertThat(app.sync()).isEqualTo(Ended.IN_STEP);

    assertThat(sizes).containsExactly(100, 100, 50, 0);
    assertThat(app.kept().products()).hasSize(250);
    assertThat(app.token().length()).isLessThan(400);
  }

  @Test
  void token_isExpired_whenItIsSomebodyElses_orNone() {
    store.mark(ANN, "favourites", "lamp");
    String token = told("").getToken();

    assertExpired(store.ask(BOB, token));
    assertExpired(store.ask(ANN, token + "A"));
    assertExpired(store.ask(ANN, "none"));
    // The counter-test.
    assertNothing(told(token));
  }

  /**
   * An app that learned of a field has to get it for what it kept; one that did not has what it can
   * show, whatever was released meanwhile.
   */
  @Test
  void token_isExpired_whenTheAppWasUpdated_andGoodForAnAppThatWasNot() {
    Optional<ClientVersion> before = ClientVersion.parse("app/3.1");
    Optional<ClientVersion> updated = ClientVersion.parse("app/3.2");
    store.mark(ANN, "favourites", "lamp");
    String token = view(store.ask(ANN, "", before)).getToken();

    assertExpired(store.ask(ANN, token, updated));
    assertExpired(store.ask(ANN, token));
    Sync later = view(store.ask(ANN, token, before));
    assertNothing(later);
    assertExpired(store.ask(ANN, later.getToken(), updated));
    assertThat(view(store.ask(ANN, "", updated)).getProductsList()).hasSize(1);
  }

  /** Too old at one of them, or ahead of it since it was restored. */
  @ParameterizedTest
  @EnumSource
  void token_isExpired_whenAServiceDoesNotKnowItsPlace(SyncSource source) {
    store.mark(ANN, "favourites", "lamp");
    store.order(ANN, "O1", OrderStatus.ORDER_STATUS_PLACED, List.of("lamp"));
    store.core(source).backUp();
    changeAll();
    assertThat(app.sync()).isEqualTo(Ended.IN_STEP);
    assertThat(store.core(source).restore()).isTrue();
    // The numbers are given again.
    changeAll();
    changeAll();

    assertExpired(store.ask(ANN, app.token()));
    assertThat(app.sync()).isEqualTo(Ended.IN_STEP);
    OfflineApp fresh = new OfflineApp(ANN, store::ask);
    assertThat(fresh.sync()).isEqualTo(Ended.IN_STEP);
    assertThat(app.kept().entries()).isEqualTo(fresh.kept().entries());
  }

  private void changeAll() {
    store.mark(ANN, "recently_seen", "lamp");
    store.order(ANN, "O1", OrderStatus.ORDER_STATUS_CONFIRMED, List.of("lamp"));
    store.sell("lamp", "A lamp");
    store.price("lamp", 4_990);
    store.stock("lamp", 3);
    store.rate("lamp", 46);
  }

  /** A copy that is not whole says so, and is told again once it can be. */
  @ParameterizedTest
  @EnumSource(names = {"PRICING", "INVENTORY", "REVIEWS"})
  void product_isIncomplete_whileAServiceIsAway_andWholeAfterwards(SyncSource away) {
    store.mark(ANN, "favourites", "lamp");
    fail(away::equals);
    Sync told = told("");
    store.beforeEachCall(_ -> {});
    Sync later = told(told.getToken());

    assertThat(told.getProducts(0).getComplete()).isFalse();
    assertThat(later.getProducts(0).getComplete()).isTrue();
    assertNothing(told(later.getToken()));
  }

  @ParameterizedTest
  @EnumSource(names = {"USERS", "ORDERS", "CATALOG"})
  void thereIsNoAnswer_whileAServiceIsAwayThatSaysWhatBelongsThere(SyncSource away) {
    fail(away::equals);

    assertThat(app.sync()).isEqualTo(Ended.NO_ANSWER);
  }

  /** Whatever the app has, it does not ask without end. */
  @Test
  void app_waits_whenItsTokenIsOverTwiceInARow() {
    List<String> asked = new ArrayList<>();
    OfflineApp unlucky =
        new OfflineApp(
            ANN,
            (_, token) -> {
              asked.add(token);
              return store.ask(ANN, "none");
            });

    assertThat(unlucky.sync()).isEqualTo(Ended.EXPIRED_AGAIN);
    assertThat(asked).hasSize(2);
  }

  /** What is stored is not lost, and nothing is made of what the app cannot read. */
  @Test
  void app_keepsWhatItHas_whenTheServersMajorVersionIsNewToIt() {
    store.mark(ANN, "favourites", "lamp");
    String[] schema = {"harbor.mobile.v1.Sync; 1.99"};
    OfflineApp old =
        new OfflineApp(
            ANN,
            new OfflineApp.Server() {
              @Override
              public Page<Sync> ask(Caller person, String since) {
                return store.ask(person, since);
              }

              @Override
              public String schemaVersion() {
                return schema[0];
              }
            });
    assertThat(old.sync()).isEqualTo(Ended.IN_STEP);
    Set<String> kept = old.kept().entries();
    String token = old.token();

    schema[0] = "harbor.mobile.v2.Sync; 2.12";
    changeAll();

    assertThat(old.sync()).isEqualTo(Ended.UPDATE);
    assertThat(old.kept().entries()).isEqualTo(kept);
    assertThat(old.token()).isEqualTo(token);
  }

  private void fail(Predicate<SyncSource> away) {
    store.beforeEachCall(
        source -> {
          if (away.test(source)) {
            throw FakeCore.failure(Status.Code.UNAVAILABLE, "");
          }
        });
  }

  private Sync told(String since) {
    return view(store.ask(ANN, since));
  }

  private static Sync view(Page<Sync> page) {
    assertThat(page).isInstanceOf(Page.Ready.class);
    return ((Page.Ready<Sync>) page).view();
  }

  private static void assertExpired(Page<Sync> page) {
    assertThat(page).isInstanceOf(Page.Failed.class);
    assertThat(Objects.requireNonNull((Page.Failed<Sync>) page).miss().reason()).isEqualTo(EXPIRED);
  }

  private static void assertNothing(Sync told) {
    assertThat(told.hasCategories()).isFalse();
    assertThat(told.getMore()).isFalse();
    assertThat(
            told.getProductsCount()
                + told.getOrdersCount()
                + told.getRemovedOrdersCount()
                + told.getRemovedProductsCount()
                + told.getFavourites().getPutCount()
                + told.getFavourites().getRemovedCount()
                + told.getRecentlySeen().getPutCount()
                + told.getRecentlySeen().getRemovedCount())
        .isZero();
  }
}
