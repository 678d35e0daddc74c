package harbor.users;

import java.time.Instant;

/** A product on one of a user's lists. */
record ProductMark(String productId, Instant markedAt) {
  /** The lists. */
  enum Kind {
    FAVOURITES(500),
    RECENTLY_SEEN(50);

    private final int max;

    Kind(int max) {
      this.max = max;
    }

    /** So many are on it. */
    int max() {
      return max;
    }
  }
}
