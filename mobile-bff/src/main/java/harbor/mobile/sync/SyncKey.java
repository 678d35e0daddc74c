package harbor.mobile.sync;

import java.util.Comparator;

/**
 * What one entry of an answer is about.
 *
 * @param isRemoved whether it is not the app's to keep any more
 */
record SyncKey(Kind kind, String id, boolean isRemoved) {
  /** In which an answer goes through them. */
  static final Comparator<SyncKey> ORDER = Comparator.comparing(SyncKey::text);

  /** What there is. */
  enum Kind {
    /** An order. */
    ORDER("o"),
    /** A product. */
    PRODUCT("p");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  /** Where it stands in the order of all. */
  String text() {
    return kind.letter + id;
  }
}
