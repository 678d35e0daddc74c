package harbor.mobile.sync;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one message tells: as many entries as it may have, and where the next one goes on. An answer
 * that needs several tells what changed since its beginning after its end. Immutable.
 */
final class SyncPage {
  private final SyncSet set;
  private final SyncPlaces until;
  private final Set<SyncSource> silent;
  private final List<SyncKey> keys;
  private final boolean isLast;
  private final boolean more;

  /**
   * The next message.
   *
   * @param told what each service said of its changes
   * @param later what the users service said after the lists were read
   * @param maxEntries orders and products in it at most
   */
  SyncPage(SyncSet set, Map<SyncSource, Told> told, Told later, int maxEntries) {
    this.set = set;
    SyncToken token = set.token();
    until = token.walk() == null ? places(token.from(), told) : token.walk().until();
    silent = EnumSet.noneOf(SyncSource.class);
    Set<String> changed = new HashSet<>();
    told.forEach(
        (source, said) -> {
          if (said.token().isEmpty()) {
            silent.add(source);
          }
          if (SyncSource.OF_PRODUCTS.contains(source)) {
            changed.addAll(said.ids());
          }
        });
    boolean isAnyUnknown =
        SyncSource.OF_PRODUCTS.stream().anyMatch(source -> !token.from().knows(source));
    List<SyncKey> left =
        set.keys(product -> isAnyUnknown || changed.contains(product), later).stream()
            .filter(key -> key.text().compareTo(token.after()) > 0)
            .toList();
    isLast = left.size() <= maxEntries;
    keys = isLast ? left : List.copyOf(left.subList(0, maxEntries));
    // What changed since an answer of several messages began comes after its last one.
    more = !isLast || token.walk() != null || told.values().stream().anyMatch(Told::more);
  }

  /** Of a service that said nothing, the place of before. */
  private static SyncPlaces places(SyncPlaces from, Map<SyncSource, Told> told) {
    Map<SyncSource, String> tokens = new EnumMap<>(SyncSource.class);
    tokens.putAll(from.tokens());
    told.forEach(
        (source, said) -> {
          if (!said.token().isEmpty()) {
            tokens.put(source, said.token());
          }
        });
    return new SyncPlaces(tokens);
  }

  /** What belongs on the app. */
  SyncSet set() {
    return set;
  }

  /** Whether it is the first message of its answer. */
  boolean isFirst() {
    return set.token().walk() == null;
  }

  /** Whether the app should ask again at once. */
  boolean more() {
    return more;
  }

  /** Ids of entries of a kind. */
  List<String> ids(SyncKey.Kind kind, boolean isRemoved) {
    return keys.stream()
        .filter(key -> key.kind() == kind && key.isRemoved() == isRemoved)
        .map(SyncKey::id)
        .toList();
  }

  /**
   * What the app has after it.
   *
   * @param categories a hash of those that there are
   * @param unread services of which something in it could not be read: of all products they are
   *     asked again
   */
  SyncToken next(String categories, Set<SyncSource> unread) {
    SyncToken token = set.token();
    SyncPlaces told = until.without(unread);
    if (!isFirst()) {
      // What these told before, of which the rest was to come, is not known any more.
      told = told.without(silent);
    }
    Set<Integer> orders = token.walk() == null ? set.held() : token.walk().orders();
    return isLast
        ? new SyncToken(told, categories, orders, null)
        : new SyncToken(
            token.from(),
            categories,
            token.orders(),
            new SyncToken.Walk(told, orders, keys.getLast().text()));
  }
}
