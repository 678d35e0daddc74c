package harbor.pricing.offer;

import java.util.List;

/**
 * What tax and shipping say of goods.
 *
 * @param lines tax of each line
 * @param shipping what was chosen
 * @param others the other ways
 * @param showsTax whether prices are shown with tax at the destination
 */
record Quote(List<Taxed> lines, Shipping shipping, List<Shipping> others, boolean showsTax) {
  /** Copies the lists. */
  Quote {
    lines = List.copyOf(lines);
    others = List.copyOf(others);
  }

  /** A way of shipping and its tax. */
  record Shipping(ShippingOption option, Taxed cost) {}
}
