package harbor.web.recommendations;

import harbor.web.catalog.Money;

/**
 * A product that goes with another.
 *
 * @param image template of the main picture's URL; empty when there is none
 */
public record RelatedProduct(String id, String title, String image, Money price, Reason reason) {
  /** Why it is shown. */
  public enum Reason {
    /** Customers put both into one basket. */
    BOUGHT_TOGETHER,
    /** It resembles the other. */
    SIMILAR
  }
}
