package harbor.mobile.sync;

import java.util.List;

/**
 * What a core service said of its changes.
 *
 * @param token the place right after them; empty when it said nothing
 * @param ids what changed, at its first change, in that order
 * @param more whether there is more after that place
 */
record Told(String token, List<String> ids, boolean more) {
  /** A service that said nothing. */
  static final Told NOTHING = new Told("", List.of(), false);

  Told {
    ids = List.copyOf(ids);
  }

  /** What belongs to the caller: what stands after the first space. */
  List<String> own() {
    return ids.stream()
        .filter(id -> id.indexOf(' ') >= 0)
        .map(id -> id.substring(id.indexOf(' ') + 1))
        .toList();
  }
}
