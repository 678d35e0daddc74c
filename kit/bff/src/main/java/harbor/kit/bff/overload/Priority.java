package harbor.kit.bff.overload;

import java.util.Locale;

/** How much a route matters when there is more work than a BFF can do: the least is shed first. */
public enum Priority {
  /** What a page can do without: recommendations, pictures. */
  DEFERRABLE(0.5),
  /** Pages. */
  NORMAL(0.8),
  /** What the shop lives on: the cart, checkout, payment. */
  ESSENTIAL(1.0);

  private final double share;

  Priority(double share) {
    this.share = share;
  }

  /** How many requests may be under way, of all priorities, for one more of this one to enter. */
  int of(int limit) {
    return (int) Math.ceil(limit * share);
  }

  /** As metrics and logs write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
