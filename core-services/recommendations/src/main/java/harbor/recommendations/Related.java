package harbor.recommendations;

import harbor.kit.service.row.Money;

/**
 * A product that goes with another.
 *
 * @param link path and query of its page; empty when nobody said
 * @param itemGroupId shared by its variants; empty for none
 * @param score higher is better; comparable only within one reason
 */
record Related(
    String productId,
    String title,
    String imageUrl,
    String link,
    Money price,
    String itemGroupId,
    Reason reason,
    double score) {
  /** Why a product goes with another. */
  enum Reason {
    /** Customers put both into one basket. */
    BOUGHT_TOGETHER,
    /** It resembles the product. */
    SIMILAR,
    /** It is in the most baskets. */
    BEST_SELLER
  }

  /** The same for another price. */
  Related at(Money now) {
    return new Related(productId, title, imageUrl, link, now, itemGroupId, reason, score);
  }
}
