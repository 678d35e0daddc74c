package harbor.mobile.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What belongs on somebody's app: their two lists, their orders under way, and all products in
 * those; and what of that the app has not, or may have too much.
 *
 * <p>A product that came into the set is told whole, however long it has not changed; unless the
 * app had it anyway, because it has been in another of them all the time. Whether something has
 * been on a list all the time is known only as far as the users service told: what is there now may
 * have come right after that, and is then told the next time.
 *
 * <p>What the services have now was read after what they told: what happened in between is told the
 * next time, as if it were news. So what was taken away is told also where the app should never
 * have heard of it. Immutable.
 */
final class SyncSet {
  /** As users_service.proto says it. */
  private static final Pattern MARK = Pattern.compile("([+=-])(favourites|recently_seen) (\\S+)");

  private static final String FAVOURITES = "favourites";
  private static final String SEEN = "recently_seen";

  private final SyncToken token;
  private final Changed favourites;
  private final Changed seen;
  private final Changed orders;
  private final Set<String> products = new TreeSet<>();

  /** Products that came in. */
  private final Set<String> entered = new HashSet<>();

  /** Products that the app has, up to their changes. */
  private final Set<String> had = new HashSet<>();

  /** By list, products that it has if nothing is told of them later. */
  private final Map<String, Set<String>> presumed = new HashMap<>();

  /** Products that it may have, and shall not. */
  private final Set<String> gone = new TreeSet<>();

  private final Set<Integer> held;

  /**
   * What changed of a list, or of the orders.
   *
   * @param put new there, or other than before
   * @param removed not there any more
   */
  record Changed(Set<String> put, Set<String> removed) {}

  /**
   * What the services have now.
   *
   * @param favourites products of the one list
   * @param seen products of the other one
   * @param underWay products of each order that is under way, by its id
   * @param ended the same of those that changed and are not under way
   */
  record Stated(
      Set<String> favourites,
      Set<String> seen,
      Map<String, Set<String>> underWay,
      Map<String, Set<String>> ended) {}

  /**
   * Compares what there is with what the app has.
   *
   * @param users what changed of the lists
   * @param changedOrders which orders changed
   */
  SyncSet(SyncToken token, Told users, Set<String> changedOrders, Stated now) {
    this.token = token;
    boolean isNew = !token.from().knows(SyncSource.USERS);
    favourites = list(FAVOURITES, isNew, now.favourites(), users);
    seen = list(SEEN, isNew, now.seen(), users);
    orders = orders(changedOrders, now.underWay().keySet());

    now.underWay().forEach(this::add);
    gone.addAll(favourites.removed());
    gone.addAll(seen.removed());
    now.ended().values().forEach(gone::addAll);
    gone.removeAll(products);
    held = new HashSet<>(token.orders());
    orders.removed().forEach(id -> held.remove(SyncToken.hash(id)));
    now.underWay().keySet().forEach(id -> held.add(SyncToken.hash(id)));
  }

  private void add(String order, Set<String> lines) {
    products.addAll(lines);
    (isHeld(order) ? had : entered).addAll(lines);
  }

  private boolean isHeld(String order) {
    return token.orders().contains(SyncToken.hash(order));
  }

  private Changed orders(Set<String> changed, Set<String> underWay) {
    Set<String> put = new TreeSet<>(underWay);
    put.removeIf(id -> isHeld(id) && !changed.contains(id));
    Set<String> removed = new TreeSet<>(changed);
    removed.removeAll(underWay);
    return new Changed(put, removed);
  }

  /** By product that was told of, whether it was on the list all the time. */
  private static Map<String, Boolean> told(String list, Told users) {
    Map<String, Boolean> told = new HashMap<>();
    for (String text : users.own()) {
      Matcher mark = MARK.matcher(text);
      if (mark.matches() && mark.group(2).equals(list)) {
        told.merge(mark.group(3), mark.group(1).equals("="), Boolean::logicalAnd);
      }
    }
    return told;
  }

  private Changed list(String list, boolean isNew, Set<String> now, Told users) {
    products.addAll(now);
    if (isNew) {
      entered.addAll(now);
      return new Changed(new LinkedHashSet<>(now), Set.of());
    }
    Map<String, Boolean> told = told(list, users);
    Set<String> untold = new HashSet<>(now);
    untold.removeAll(told.keySet());
    presumed.put(list, users.more() ? Set.of() : untold);
    told.forEach(
        (product, wasThere) -> {
          if (now.contains(product)) {
            (wasThere ? had : entered).add(product);
          }
        });
    Set<String> put = new LinkedHashSet<>(now);
    put.retainAll(told.keySet());
    Set<String> removed = new TreeSet<>(told.keySet());
    removed.removeAll(now);
    return new Changed(put, removed);
  }

  /** What the app has told that it has. */
  SyncToken token() {
    return token;
  }

  /** All products that belong on the app. */
  Set<String> products() {
    return products;
  }

  /** What changed of the favourites. */
  Changed favourites() {
    return favourites;
  }

  /** What changed of what they looked at. */
  Changed seen() {
    return seen;
  }

  /** {@link SyncToken#orders} once all this is told. */
  Set<Integer> held() {
    return held;
  }

  /**
   * The keys of all that is to be told besides the lists, in their order.
   *
   * @param isChanged whether something of a product changed
   * @param later what the users service told after the lists were read
   */
  List<SyncKey> keys(Predicate<String> isChanged, Told later) {
    Set<String> news = new HashSet<>(entered);
    news.removeAll(had);
    presumed.forEach(
        (list, untold) -> {
          Set<String> toldLater = told(list, later).keySet();
          if (!later.more()) {
            news.removeIf(product -> untold.contains(product) && !toldLater.contains(product));
          }
        });
    List<SyncKey> keys = new ArrayList<>();
    orders.put().forEach(id -> keys.add(new SyncKey(SyncKey.Kind.ORDER, id, false)));
    orders.removed().forEach(id -> keys.add(new SyncKey(SyncKey.Kind.ORDER, id, true)));
    products.stream()
        .filter(product -> news.contains(product) || isChanged.test(product))
        .forEach(product -> keys.add(new SyncKey(SyncKey.Kind.PRODUCT, product, false)));
    gone.forEach(product -> keys.add(new SyncKey(SyncKey.Kind.PRODUCT, product, true)));
    keys.sort(SyncKey.ORDER);
    return keys;
  }
}
