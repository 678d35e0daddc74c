package harbor.tax;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.tax.Region.Crossing;
import harbor.tax.Region.ShippingRule;
import harbor.tax.TaxRules.Line;
import harbor.tax.TaxRules.NoRate;
import harbor.tax.TaxRules.Quote;
import harbor.tax.TaxRules.Taxed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random quotes against a model of its own: exact decimals for tax, and whole units dealt one after
 * the other for shipping.
 */
class TaxRulesModelTest {
  private static final BigDecimal WHOLE = BigDecimal.valueOf(10_000);
  private static final List<String> CLASSES = List.of("reduced", "standard", "zero");

  private final Random random = new Random(25);

  @Test
  void randomQuotes_agreeWithTheModel_inBothDirections() throws NoRate {
    for (int round = 0; round < 10_000; round++) {
      TaxRules rules = rules();
      List<Line> lines = lines();
      long shipping = random.nextInt(4) == 0 ? 0 : random.nextLong(5_000);

      Quote quote = rules.quote(lines, shipping);

      List<Taxed> expected = lines.stream().map(line -> taxed(rules, line)).toList();
      assertThat(quote.lines()).isEqualTo(expected);
      assertThat(quote.shipping()).isEqualTo(shipping(rules, lines, expected, shipping));
      assertThat(stated(rules, quote.shipping(), shipping)).isEqualTo(shipping);
    }
  }

  /** Parts of shipping as the home market states prices; where net is kept they are rounded. */
  private static long stated(TaxRules rules, List<Taxed> parts, long shipping) {
    if (!rules.home().pricesIncludeTax()) {
      return parts.stream().mapToLong(Taxed::netMinor).sum();
    }
    return keepsNet(rules) ? shipping : parts.stream().mapToLong(Taxed::grossMinor).sum();
  }

  private static Taxed taxed(TaxRules rules, Line line) {
    int rate = rate(rules.rates(), line.taxClass());
    BigDecimal amount = BigDecimal.valueOf(line.amountMinor());
    if (!rules.home().pricesIncludeTax() || keepsNet(rules)) {
      BigDecimal net = amount;
      if (rules.home().pricesIncludeTax()) {
        net = amount.subtract(included(amount, rate(rules.homeRates(), line.taxClass())));
      }
      BigDecimal tax = halfEven(net.multiply(BigDecimal.valueOf(rate)).divide(WHOLE));
      return new Taxed(line.id(), rate, net.longValueExact(), tax.longValueExact());
    }
    BigDecimal tax = included(amount, rate);
    return new Taxed(line.id(), rate, amount.subtract(tax).longValueExact(), tax.longValueExact());
  }

  private static boolean keepsNet(TaxRules rules) {
    return !rules.home().country().equals(rules.destination().country())
        && rules.destination().crossing() == Crossing.NET_KEPT;
  }

  /** The tax in a gross amount: what is left when the net amount, exact to 40 digits, is taken. */
  private static BigDecimal included(BigDecimal gross, int rate) {
    BigDecimal net =
        gross
            .multiply(WHOLE)
            .divide(WHOLE.add(BigDecimal.valueOf(rate)), 40, RoundingMode.HALF_EVEN);
    return halfEven(gross.subtract(net));
  }

  private static BigDecimal halfEven(BigDecimal exact) {
    return exact.setScale(0, RoundingMode.HALF_EVEN);
  }

  private static List<Taxed> shipping(
      TaxRules rules, List<Line> lines, List<Taxed> taxed, long shipping) {
    if (shipping == 0) {
      return List.of();
    }
    if (rules.destination().shippingRule() == ShippingRule.OWN_RATE) {
      String own = rules.destination().shippingClass();
      return List.of(taxed(rules, new Line("shipping-1", own, shipping)));
    }
    TreeMap<Integer, String> classes = new TreeMap<>();
    TreeMap<Integer, BigInteger> nets = new TreeMap<>();
    for (String taxClass : CLASSES.reversed()) {
      for (int index = 0; index < lines.size(); index++) {
        if (lines.get(index).taxClass().equals(taxClass)) {
          classes.put(taxed.get(index).basisPoints(), taxClass);
          BigInteger net = BigInteger.valueOf(taxed.get(index).netMinor());
          nets.merge(taxed.get(index).basisPoints(), net, BigInteger::add);
        }
      }
    }
    BigInteger all = nets.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (all.signum() == 0 || rules.destination().shippingRule() == ShippingRule.HIGHEST) {
      String highest = classes.lastEntry().getValue();
      return List.of(taxed(rules, new Line("shipping-1", highest, shipping)));
    }
    Map<Integer, Long> dealt = dealt(shipping, nets, all);
    List<Taxed> parts = new ArrayList<>();
    classes.forEach(
        (rate, taxClass) -> {
          long share = dealt.getOrDefault(rate, 0L);
          if (share > 0) {
            String id = "shipping-" + (parts.size() + 1);
            parts.add(taxed(rules, new Line(id, taxClass, share)));
          }
        });
    return parts;
  }

  /** Whole shares, then a unit at a time to the rate that is furthest below its exact share. */
  private static Map<Integer, Long> dealt(
      long shipping, SortedMap<Integer, BigInteger> nets, BigInteger all) {
    Map<Integer, Long> shares = new HashMap<>();
    nets.forEach(
        (rate, net) ->
            shares.put(
                rate, net.multiply(BigInteger.valueOf(shipping)).divide(all).longValueExact()));
    while (shares.values().stream().mapToLong(share -> share).sum() < shipping) {
      int next = nets.firstKey();
      for (int rate : nets.keySet()) {
        if (below(rate, shipping, nets, all, shares)
                .compareTo(below(next, shipping, nets, all, shares))
            > 0) {
          next = rate;
        }
      }
      shares.merge(next, 1L, Long::sum);
    }
    return shares;
  }

  private static BigInteger below(
      int rate,
      long shipping,
      Map<Integer, BigInteger> nets,
      BigInteger all,
      Map<Integer, Long> shares) {
    return nets.getOrDefault(rate, BigInteger.ZERO)
        .multiply(BigInteger.valueOf(shipping))
        .subtract(BigInteger.valueOf(shares.getOrDefault(rate, 0L)).multiply(all));
  }

  private static int rate(Map<String, Integer> rates, String taxClass) {
    return rates.getOrDefault(taxClass, -1);
  }

  private TaxRules rules() {
    boolean abroad = random.nextBoolean();
    Region destination = region("AT");
    Map<String, Integer> rates = rates();
    return abroad
        ? new TaxRules(region("DE"), rates(), destination, rates)
        : new TaxRules(destination, rates, destination, rates);
  }

  private Region region(String country) {
    ShippingRule rule = any(ShippingRule.values());
    return new Region(
        country,
        ZoneId.of("Europe/Berlin"),
        "EUR",
        random.nextBoolean(),
        any(Crossing.values()),
        rule,
        rule == ShippingRule.OWN_RATE ? "standard" : "");
  }

  private <T> T any(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private Map<String, Integer> rates() {
    int standard = random.nextInt(3_000);
    // Sometimes two classes have the same rate.
    int reduced = random.nextInt(5) == 0 ? standard : random.nextInt(1_000);
    return Map.of("standard", standard, "reduced", reduced, "zero", 0);
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int index = 0; index <= random.nextInt(12); index++) {
      String taxClass = CLASSES.get(random.nextInt(CLASSES.size()));
      long amount = random.nextInt(6) == 0 ? 0 : random.nextLong(1_000_000_000_000L);
      lines.add(new Line("" + index, taxClass, amount));
    }
    return lines;
  }
}
