package harbor.recommendations;

import java.util.List;

/**
 * Profiles, past orders and what follows from them. Each method is one transaction. Thread-safe.
 */
interface RecommendationStore {
  /** The neighbours that a product keeps. */
  int MAX_NEIGHBOURS = 20;

  /**
   * Baskets of more different products than this say nothing of taste: they are wholesale orders or
   * collective invoices, and as pairs grow with the square, a few of them would outweigh all others
   * and take most of the time.
   */
  int MAX_IN_BASKET = 100;

  /** A pair that only one basket holds is chance. */
  int MIN_SUPPORT = 2;

  /** The products that are kept as those that sell best. */
  int MAX_BEST_SELLERS = 200;

  /**
   * What goes with a product, the best first: products bought together with it, then similar ones
   * of its category, then of the category above.
   *
   * <p>Never the product itself, and of the variants of one product at most one, none of its own.
   */
  List<Related> related(String productId, int size);

  /**
   * What a person may like, the best first: what is bought together with what they bought or looked
   * at, the product at place n counting an n-th; then what is similar to the latest one; then what
   * is in the most baskets.
   *
   * <p>Never one of the products that are named, and of the variants of one product at most one,
   * none of those.
   *
   * @param productIds the latest first, each once
   */
  List<Related> forPerson(List<String> productIds, int size);

  /**
   * Creates or replaces profiles.
   *
   * @param profiles each product once
   * @return for each profile that was written: whether it was new
   */
  List<Boolean> putProfiles(List<Profile> profiles);

  /**
   * Creates or replaces order lines.
   *
   * @param lines each order and number once
   * @return for each line that was written: whether it was new
   */
  List<Boolean> putOrderLines(List<OrderLine> lines);

  /**
   * Computes all neighbours and what sells best anew; readers see the old ones until the new ones
   * are complete.
   */
  RebuildOutcome rebuildNeighbours();
}
