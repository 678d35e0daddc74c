package harbor.tax;

import harbor.kit.service.row.Rounding;
import harbor.tax.Region.Crossing;
import harbor.tax.Region.ShippingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arithmetic of tax. Rounding is half even on each line; of a net and tax pair one is rounded
 * and the other is the difference, so that net plus tax is gross; totals are sums of lines, never
 * computed from totals. A value: what it depends on is given.
 *
 * @param home whose prices are stated
 * @param homeRates by tax class
 * @param destination where the goods go
 * @param rates its rates by tax class
 */
record TaxRules(
    Region home, Map<String, Integer> homeRates, Region destination, Map<String, Integer> rates) {
  /** What is taxed: an amount as the home market states prices. */
  record Line(String id, String taxClass, long amountMinor) {}

  /** A line with its tax. */
  record Taxed(String id, int basisPoints, long netMinor, long taxMinor) {
    long grossMinor() {
      return Math.addExact(netMinor, taxMinor);
    }
  }

  /** All lines, and shipping by rate. */
  record Quote(List<Taxed> lines, List<Taxed> shipping) {
    /** Copies the lists. */
    Quote {
      lines = List.copyOf(lines);
      shipping = List.copyOf(shipping);
    }

    /** Lines and shipping. */
    List<Taxed> all() {
      List<Taxed> all = new ArrayList<>(lines);
      all.addAll(shipping);
      return all;
    }
  }

  /** A class that has no rate. */
  static final class NoRate extends Exception {
    private static final long serialVersionUID = 1;

    private final String description;

    NoRate(String country, String taxClass) {
      this("%s has no rate for %s at that time.".formatted(country, taxClass));
    }

    private NoRate(String description) {
      super(description);
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /** Copies the maps. */
  TaxRules {
    homeRates = Map.copyOf(homeRates);
    rates = Map.copyOf(rates);
  }

  /**
   * Taxes goods and shipping.
   *
   * @param lines at least one
   * @param shippingMinor as the home market states prices; 0: none
   */
  Quote quote(List<Line> lines, long shippingMinor) throws NoRate {
    List<Taxed> taxed = new ArrayList<>();
    for (Line line : lines) {
      taxed.add(taxed(line));
    }
    List<Taxed> shipping = new ArrayList<>();
    for (Line part : shipping(lines, taxed, shippingMinor)) {
      shipping.add(taxed(part));
    }
    return new Quote(taxed, shipping);
  }

  private Taxed taxed(Line line) throws NoRate {
    int rate = rate(destination, rates, line.taxClass());
    long amount = line.amountMinor();
    if (!home.pricesIncludeTax()) {
      return ofNet(line.id(), rate, amount);
    }
    if (isAbroad() && destination.crossing() == Crossing.NET_KEPT) {
      return ofNet(line.id(), rate, amount - taxIn(amount, rate(home, homeRates, line.taxClass())));
    }
    long tax = taxIn(amount, rate);
    return new Taxed(line.id(), rate, amount - tax, tax);
  }

  private boolean isAbroad() {
    return !home.country().equals(destination.country());
  }

  private static Taxed ofNet(String id, int rate, long net) {
    return new Taxed(id, rate, net, Rounding.basisPoints(net, rate));
  }

  private static long taxIn(long gross, int rate) {
    return Rounding.share(gross, rate, (long) Rounding.BASIS_POINTS + rate);
  }

  private static int rate(Region region, Map<String, Integer> rates, String taxClass)
      throws NoRate {
    Integer rate = rates.get(taxClass);
    if (rate == null) {
      throw new NoRate(region.country(), taxClass);
    }
    return rate;
  }

  /** The goods of one rate: the first of their classes by name, and their net amount. */
  private record Goods(int rate, String taxClass, long netMinor) {
    Goods and(Goods more) {
      return new Goods(
          rate,
          taxClass.compareTo(more.taxClass) <= 0 ? taxClass : more.taxClass,
          Math.addExact(netMinor, more.netMinor));
    }
  }

  /** Shipping as lines of the classes by which it is taxed, whatever the order of the goods. */
  private List<Line> shipping(List<Line> lines, List<Taxed> taxed, long shippingMinor) {
    if (shippingMinor == 0) {
      return List.of();
    }
    if (destination.shippingRule() == ShippingRule.OWN_RATE) {
      return List.of(new Line("shipping-1", destination.shippingClass(), shippingMinor));
    }
    TreeMap<Integer, Goods> byRate = new TreeMap<>();
    for (int index = 0; index < lines.size(); index++) {
      Taxed line = taxed.get(index);
      byRate.merge(
          line.basisPoints(),
          new Goods(line.basisPoints(), lines.get(index).taxClass(), line.netMinor()),
          Goods::and);
    }
    List<Goods> goods = List.copyOf(byRate.values());
    List<Long> weights = goods.stream().map(Goods::netMinor).toList();
    // Goods that cost nothing leave no proportion.
    if (destination.shippingRule() == ShippingRule.HIGHEST
        || weights.stream().allMatch(net -> net == 0)) {
      return List.of(new Line("shipping-1", goods.getLast().taxClass(), shippingMinor));
    }
    List<Long> shares = Rounding.spread(shippingMinor, weights);
    List<Line> parts = new ArrayList<>();
    for (int index = 0; index < goods.size(); index++) {
      if (shares.get(index) > 0) {
        parts.add(
            new Line(
                "shipping-" + (parts.size() + 1), goods.get(index).taxClass(), shares.get(index)));
      }
    }
    return parts;
  }
}
