package harbor.mobile.sync;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.kit.bff.answer.SchemaVersion;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.client.Caller;
import harbor.mobile.v1.CategoryTree;
import harbor.mobile.v1.Order;
import harbor.mobile.v1.Sync;
import harbor.mobile.v1.SyncMarks;
import harbor.mobile.v1.SyncProduct;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The reference client of {@code GET /mobile/v1/sync}: what an app does with its answers, and
 * nothing else. Guides show it.
 */
final class OfflineApp {
  /** The view and its major version. */
  private static final String KNOWN = "harbor.mobile.v1.Sync; 1.";

  private final Caller person;
  private final Server server;
  private Consumer<Sync> listener = _ -> {};
  private String token = "";
  private Kept kept = new Kept();

  /** How asking ended. */
  enum Ended {
    /** The app is in step. */
    IN_STEP,
    /** There was no answer: later, with the same token. */
    NO_ANSWER,
    /** Twice in a row the token was over: later, without one. */
    EXPIRED_AGAIN,
    /** The server's view is of a major version that the app does not know: it shows what it has. */
    UPDATE
  }

  /** Who is asked. */
  @FunctionalInterface
  interface Server {
    Page<Sync> ask(Caller person, String since);

    /** The header {@code X-Schema-Version} of its answers. */
    default String schemaVersion() {
      return SchemaVersion.of(Sync.getDescriptor());
    }
  }

  /** All that an app keeps, by id. */
  static final class Kept {
    private final Map<String, Timestamp> favourites = new TreeMap<>();
    private final Map<String, Timestamp> seen = new TreeMap<>();
    private final Map<String, Order> orders = new TreeMap<>();
    private final Map<String, SyncProduct> products = new TreeMap<>();
    private CategoryTree categories = CategoryTree.getDefaultInstance();

    Map<String, SyncProduct> products() {
      return products;
    }

    private void put(Sync told) {
      put(favourites, told.getFavourites());
      put(seen, told.getRecentlySeen());
      told.getOrdersList().forEach(order -> orders.put(order.getId(), order));
      told.getProductsList().forEach(product -> products.put(product.getId(), product));
      orders.keySet().removeAll(told.getRemovedOrdersList());
      products.keySet().removeAll(told.getRemovedProductsList());
      if (told.hasCategories()) {
        categories = told.getCategories();
      }
    }

    private static void put(Map<String, Timestamp> list, SyncMarks told) {
      told.getPutList().forEach(mark -> list.put(mark.getProductId(), mark.getMarkedAt()));
      list.keySet().removeAll(told.getRemovedList());
    }

    /** To be compared. */
    Set<String> entries() {
      Set<String> entries = new TreeSet<>();
      add(entries, "favourite", favourites);
      add(entries, "seen", seen);
      add(entries, "order", orders);
      add(entries, "product", products);
      add(entries, "categories", Map.of("", categories));
      return entries;
    }

    private static void add(Set<String> to, String kind, Map<String, ? extends Message> all) {
      all.forEach((id, entry) -> to.add((kind + " " + id + " " + entry).replaceAll("\\s+", " ")));
    }

    /** Products that should be there. */
    Set<String> named() {
      Set<String> named = new TreeSet<>(favourites.keySet());
      named.addAll(seen.keySet());
      orders
          .values()
          .forEach(order -> order.getLinesList().forEach(line -> named.add(line.getProductId())));
      return named;
    }
  }

  OfflineApp(Caller person, Server server) {
    this.person = person;
    this.server = server;
  }

  /** Somebody who looks at what comes before it is kept. */
  void listen(Consumer<Sync> to) {
    listener = to;
  }

  Kept kept() {
    return kept;
  }

  String token() {
    return token;
  }

  /** Asks until there is no more. */
  Ended sync() {
    boolean isBeginning = false;
    while (true) {
      switch (server.ask(person, token)) {
        case Page.Ready<Sync>(Sync told, _, _) -> {
          if (!server.schemaVersion().startsWith(KNOWN)) {
            return Ended.UPDATE;
          }
          if (token.isEmpty()) {
            kept = new Kept();
          }
          listener.accept(told);
          kept.put(told);
          token = told.getToken();
          if (!told.getMore()) {
            return Ended.IN_STEP;
          }
        }
        case Page.Failed<Sync>(_, Miss miss) -> {
          if (!miss.reason().equals("RESUME_TOKEN_EXPIRED")) {
            return Ended.NO_ANSWER;
          }
          token = "";
          if (isBeginning) {
            return Ended.EXPIRED_AGAIN;
          }
          isBeginning = true;
        }
      }
    }
  }
}
