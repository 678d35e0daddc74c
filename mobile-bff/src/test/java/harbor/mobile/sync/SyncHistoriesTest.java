package harbor.mobile.sync;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.Caller;
import harbor.mobile.sync.OfflineApp.Ended;
import harbor.mobile.v1.Sync;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random histories of changes and times without network, each by a seed that its failure names: in
 * the end the app has what the services have.
 */
class SyncHistoriesTest {
  private static final int HISTORIES = 1_000;
  private static final int STEPS = 60;
  private static final int PRODUCTS = 12;
  private static final int ORDERS = 8;
  private static final Caller ANN = Caller.user("ann");
  private static final Caller BOB = Caller.user("bob");
  private static final List<SyncSource> SOURCES = List.of(SyncSource.values());
  private static final List<String> LISTS = List.of("favourites", "recently_seen");

  private static final List<OrderStatus> STATUS =
      List.of(
          OrderStatus.ORDER_STATUS_PLACED,
          OrderStatus.ORDER_STATUS_CONFIRMED,
          OrderStatus.ORDER_STATUS_SHIPPED,
          OrderStatus.ORDER_STATUS_DELIVERED,
          OrderStatus.ORDER_STATUS_REFUSED,
          OrderStatus.ORDER_STATUS_CANCELLED);

  /** What is there to be told of, since the app asked last. */
  private static final class News {
    final Set<String> products = new HashSet<>();
    final Set<String> marks = new HashSet<>();
    final Set<String> orders = new HashSet<>();

    /** Products that left a list or an order under way, perhaps to come back. */
    final Set<String> left = new HashSet<>();

    void clear() {
      left.clear();
      products.clear();
      marks.clear();
      orders.clear();
    }
  }

  /** One history. */
  private static final class History {
    final Random random;
    final FakeStore store;
    final OfflineApp app;
    final News news = new News();
    int told;
    int restored;

    /** Whether nothing happened during the last answer, and it was whole. */
    boolean isInStep = true;

    History(long seed, int maxEntries) {
      random = new Random(seed);
      store = new FakeStore(maxEntries);
      app = new OfflineApp(ANN, store::ask);
      for (int i = 0; i < PRODUCTS; i++) {
        store.sell("P" + i, "Product " + i);
        store.price("P" + i, 100 + i);
      }
    }

    private String product() {
      return "P" + random.nextInt(PRODUCTS);
    }

    private Caller somebody() {
      return random.nextInt(4) == 0 ? BOB : ANN;
    }

    /** Something changes at one of the services. */
    void happen() {
      switch (random.nextInt(9)) {
        case 0, 1 -> mark(somebody(), LISTS.get(random.nextInt(2)), product());
        case 2, 3 -> unmark(somebody(), LISTS.get(random.nextInt(2)), product());
        case 4 -> order(somebody(), "O" + random.nextInt(ORDERS));
        case 5 -> sellOrHide(product());
        case 6 -> {
          String product = product();
          store.price(product, 100 + random.nextInt(50));
          news.products.add(product);
        }
        case 7 -> {
          String product = product();
          store.stock(product, random.nextInt(8));
          news.products.add(product);
        }
        default -> {
          String product = product();
          store.rate(product, 10 + random.nextInt(41));
          news.products.add(product);
        }
      }
    }

    private void mark(Caller who, String list, String product) {
      store.mark(who, list, product);
      news.marks.add(who.subject() + " " + product);
    }

    private void unmark(Caller who, String list, String product) {
      store.unmark(who, list, product);
      news.left.add(product);
      news.marks.add(who.subject() + " " + product);
    }

    private void sellOrHide(String product) {
      if (random.nextInt(3) == 0) {
        store.hide(product);
      } else {
        store.sell(product, "Product " + random.nextInt(100));
      }
      news.products.add(product);
    }

    /** What an order has in it never changes, and one that has ended does not begin again. */
    private void order(Caller who, String id) {
      Set<String> lines = new TreeSet<>();
      int status = 0;
      Optional<Order> before = store.order(who, id);
      if (before.isEmpty()) {
        lines.add(product());
        lines.add(product());
      } else {
        before.get().getLinesList().forEach(line -> lines.add(line.getProductId()));
        int least = STATUS.indexOf(before.get().getStatus());
        status = least + random.nextInt(STATUS.size() - least);
      }
      store.order(who, id, STATUS.get(status), lines);
      if (status > STATUS.indexOf(OrderStatus.ORDER_STATUS_SHIPPED)) {
        news.left.addAll(lines);
      }
      news.orders.add(who.subject() + " " + id);
      news.marks.addAll(lines.stream().map(line -> who.subject() + " " + line).toList());
    }

    /**
     * Old entries go, or a service comes back from a backup; not from one of a moment within an
     * answer, between its place and its reads: that is the known limit.
     */
    void upset() {
      FakeCore core = store.core(SOURCES.get(random.nextInt(SOURCES.size())));
      int what = random.nextInt(3);
      if (what == 0) {
        core.trim();
      } else if (isInStep && what == 1) {
        core.backUp();
      } else if (isInStep && core.restore()) {
        restored++;
      }
    }

    /** What belongs on the app, by what it would be told if it had nothing. */
    void assertInStep() {
      store.beforeEachCall(_ -> {});
      assertThat(app.sync()).isEqualTo(Ended.IN_STEP);
      OfflineApp fresh = new OfflineApp(ANN, store::ask);
      assertThat(fresh.sync()).isEqualTo(Ended.IN_STEP);
      Set<String> tooMuch = new TreeSet<>(app.kept().entries());
      tooMuch.removeAll(fresh.kept().entries());
      Set<String> missing = new TreeSet<>(fresh.kept().entries());
      missing.removeAll(app.kept().entries());
      assertThat(missing).as("too much: %s; missing", tooMuch).isEmpty();
      assertThat(tooMuch).as("too much").isEmpty();
      assertThat(app.kept().products().keySet()).isSubsetOf(app.kept().named());
      assertThat(app.kept().products().values()).allMatch(product -> product.getComplete());
      assertNothingIsTold();
    }

    /** Whoever is in step is told nothing. */
    private void assertNothingIsTold() {
      app.listen(
          told ->
              assertThat(told.toBuilder().clearToken().build())
                  .isEqualTo(
                      Sync.newBuilder()
                          .setFavourites(told.getFavourites().getDefaultInstanceForType())
                          .setRecentlySeen(told.getFavourites().getDefaultInstanceForType())
                          .build()));
      assertThat(app.sync()).isEqualTo(Ended.IN_STEP);
    }
  }

  /** Services change, fail, forget and are restored, also between the calls of one answer. */
  @Test
  void app_endsEqualToTheServices_whateverHappensMeanwhile() {
    int restored = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed, 1 + seed % 7);
      for (SyncSource source : SyncSource.values()) {
        history.store.core(source).searchAtMost(1 + seed % 5 * 4);
      }
      for (int step = 0; step < STEPS; step++) {
        history.store.beforeEachCall(_ -> {});
        switch (history.random.nextInt(12)) {
          case 0 -> {
            history.isInStep = true;
            boolean isCalm = history.random.nextBoolean();
            if (!isCalm) {
              history.store.beforeEachCall(_ -> unrest(history));
            }
            Ended ended = history.app.sync();
            assertThat(ended).isNotEqualTo(Ended.EXPIRED_AGAIN);
            history.isInStep &= ended == Ended.IN_STEP;
          }
          case 1 -> history.upset();
          default -> history.happen();
        }
      }
      restored += history.restored;
      assertInStep(history, seed);
    }
    assertThat(restored).isGreaterThan(HISTORIES / 20);
  }

  private static void unrest(History history) {
    int dice = history.random.nextInt(30);
    if (dice == 0) {
      throw FakeCore.failure(Status.Code.UNAVAILABLE, "");
    }
    if (dice < 6) {
      history.isInStep = false;
      history.happen();
    }
  }

  /** Each entry is worth being sent: it changed, or it is new to the app. */
  @Test
  void nothingIsSentTwice_withoutNeed() {
    int sent = 0;
    int changes = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed, 100);
      history.app.listen(told -> assertNeeded(history, told));
      for (int step = 0; step < STEPS; step++) {
        if (history.random.nextInt(8) == 0) {
          assertThat(history.app.sync()).isEqualTo(Ended.IN_STEP);
          history.news.clear();
        } else {
          history.happen();
          changes++;
        }
      }
      sent += history.told;
      assertInStep(history, seed);
    }
    // The counter-test of a client that always begins anew: some 4 times as many.
    assertThat(sent).isPositive().isLessThan(changes);
  }

  private static void assertNeeded(History history, Sync told) {
    OfflineApp.Kept kept = history.app.kept();
    String ann = ANN.subject() + " ";
    told.getProductsList()
        .forEach(
            product ->
                assertThat(
                        history.news.products.contains(product.getId())
                            || history.news.left.contains(product.getId())
                            || !kept.products().containsKey(product.getId()))
                    .as("%s again", product)
                    .isTrue());
    told.getOrdersList()
        .forEach(
            order ->
                assertThat(history.news.orders.contains(ann + order.getId()))
                    .as("%s again", order)
                    .isTrue());
    told.getFavourites()
        .getPutList()
        .forEach(mark -> assertThat(history.news.marks).contains(ann + mark.getProductId()));
    told.getRecentlySeen()
        .getPutList()
        .forEach(mark -> assertThat(history.news.marks).contains(ann + mark.getProductId()));
    assertThat(told.getRemovedProductsList())
        .allMatch(
            id ->
                kept.products().containsKey(id)
                    || history.news.marks.contains(ann + id)
                    || history.news.products.contains(id));
    history.told += told.getProductsCount() + told.getOrdersCount();
  }

  private static void assertInStep(History history, int seed) {
    try {
      history.app.listen(_ -> {});
      history.assertInStep();
    } catch (AssertionError e) {
      throw new AssertionError("history %d: %s".formatted(seed, e.getMessage()), e);
    }
  }

  /** The counter-test: an app that misses one removal is found out. */
  @Test
  void comparison_seesAnAppThatKeepsWhatWasRemoved() {
    History history = new History(1, 100);
    history.store.mark(ANN, "favourites", "P1");
    assertThat(history.app.sync()).isEqualTo(Ended.IN_STEP);
    Set<String> before = history.app.kept().entries();
    history.store.unmark(ANN, "favourites", "P1");
    assertThat(history.app.sync()).isEqualTo(Ended.IN_STEP);

    assertThat(history.app.kept().entries()).isNotEqualTo(before);
    assertThat(history.app.kept().products()).isEmpty();
  }

  /** What each history ends with, as a list of kinds of changes that were seen. */
  @Test
  void histories_haveEverythingInThem() {
    List<String> seen = new ArrayList<>();
    for (int seed = 0; seed < 50; seed++) {
      History history = new History(seed, 100);
      history.app.listen(
          told -> {
            if (told.getRemovedOrdersCount() > 0) {
              seen.add("removed order");
            }
            if (told.getRemovedProductsCount() > 0) {
              seen.add("removed product");
            }
            if (told.getFavourites().getRemovedCount() > 0) {
              seen.add("removed mark");
            }
            if (told.hasCategories()) {
              seen.add("categories");
            }
          });
      for (int step = 0; step < STEPS; step++) {
        history.happen();
        if (step % 10 == 0) {
          assertThat(history.app.sync()).isEqualTo(Ended.IN_STEP);
        }
      }
    }
    assertThat(seen).contains("removed order", "removed product", "removed mark", "categories");
  }
}
