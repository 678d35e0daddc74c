package harbor.mobile.sync;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A place in the order of changes of each core service, as the service's resume token. Immutable.
 *
 * @param tokens without the sources of which nothing is known: all that they have is news
 */
record SyncPlaces(Map<SyncSource, String> tokens) {
  /** Before everything. */
  static final SyncPlaces NONE = new SyncPlaces(Map.of());

  /** Resume tokens are of {@code [A-Za-z0-9_-]}. */
  private static final String SEPARATOR = "~";

  SyncPlaces {
    tokens = Map.copyOf(tokens);
  }

  /** The place at a source; empty when none is known. */
  String at(SyncSource source) {
    return tokens.getOrDefault(source, "");
  }

  boolean knows(SyncSource source) {
    return tokens.containsKey(source);
  }

  /** The same without some sources. */
  SyncPlaces without(Set<SyncSource> sources) {
    Map<SyncSource, String> left = new EnumMap<>(SyncSource.class);
    left.putAll(tokens);
    left.keySet().removeAll(sources);
    return new SyncPlaces(left);
  }

  /** In one text of {@code [A-Za-z0-9_~-]}. */
  String text() {
    StringJoiner text = new StringJoiner(SEPARATOR);
    for (SyncSource source : SyncSource.values()) {
      text.add(at(source));
    }
    return text.toString();
  }

  /** Reads what {@link #text} gave. */
  static SyncPlaces parse(String text) {
    Iterator<String> parts = List.of(text.split(SEPARATOR, -1)).iterator();
    Map<SyncSource, String> tokens = new EnumMap<>(SyncSource.class);
    for (SyncSource source : SyncSource.values()) {
      String token = parts.next();
      if (!token.isEmpty()) {
        tokens.put(source, token);
      }
    }
    return new SyncPlaces(tokens);
  }
}
