package harbor.pricing.offer;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many offers with random prices, quantities, promotions, taxes, shipping and currencies, against a
 * model that is written down here anew, in BigDecimal and fractions, from the rules' words.
 */
class RandomOffersTest {
  private static final int OFFERS = 10_000;
  private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY", "KWD");
  private static final BigDecimal ALL = BigDecimal.valueOf(10_000);

  private final Random random = new Random(14);

  /** A line as the model has it. */
  private static final class Line {
    final String product;
    final int quantity;
    final BigDecimal list;
    final int rate;
    BigDecimal left;

    Line(String product, int quantity, long unit, int rate) {
      this.product = product;
      this.quantity = quantity;
      this.list = BigDecimal.valueOf(unit).multiply(BigDecimal.valueOf(quantity));
      this.rate = rate;
      this.left = list;
    }
  }

  @Test
  void offers_areWhatTheModelSays_withTaxAndWithoutIt() {
    int withTax = 0;
    int reduced = 0;
    for (int i = 0; i < OFFERS; i++) {
      boolean includesTax = random.nextBoolean();
      Offer offer = check(includesTax);
      withTax += includesTax ? 1 : 0;
      reduced += offer.getDiscountsCount() > 0 ? 1 : 0;
    }

    assertThat(withTax).isBetween(OFFERS / 3, OFFERS * 2 / 3);
    assertThat(reduced).isGreaterThan(OFFERS / 3);
  }

  private Offer check(boolean includesTax) {
    try (TestShop shop = new TestShop()) {
      String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
      shop.in(currency);
      int standard = random.nextInt(3000);
      int other = random.nextInt(3000);
      FakeTax.Country country =
          includesTax ? FakeTax.Country.including(standard) : FakeTax.Country.excluding(standard);
      shop.tax.set("DE", country.with("other", other).highest());
      long cost = random.nextInt(4) == 0 ? 0 : random.nextInt(2000);
      long freeFrom = random.nextInt(3) == 0 ? random.nextInt(1, 20_000) : 0;
      shop.shipping.set("DE", new FakeShipping.Method("standard", cost, freeFrom));
      List<Line> lines = lines(shop, standard, other);
      List<Promotion> promotions = promotions(shop, lines, currency);

      Offer offer =
          shop.offer(
              "CODE",
              lines.stream()
                  .map(line -> TestShop.item(line.product, line.quantity))
                  .toArray(Question.Item[]::new));

      reduce(lines, promotions);
      assertLines(offer, lines, includesTax);
      assertTotals(offer, lines, includesTax, cost, freeFrom);
      return offer;
    }
  }

  private List<Line> lines(TestShop shop, int standard, int other) {
    List<Line> lines = new ArrayList<>();
    int count = random.nextInt(1, 8);
    for (int i = 0; i < count; i++) {
      long unit = random.nextInt(1, random.nextBoolean() ? 100 : 1_000_000);
      boolean isOther = random.nextInt(3) == 0;
      shop.price("p" + i, unit, isOther ? "other" : "standard");
      int quantity = random.nextInt(1, random.nextInt(10) > 0 ? 10 : 1000);
      lines.add(new Line("p" + i, quantity, unit, isOther ? other : standard));
    }
    return lines;
  }

  private List<Promotion> promotions(TestShop shop, List<Line> lines, String currency) {
    List<Promotion> promotions = new ArrayList<>();
    long list = sum(lines, line -> line.list).longValueExact();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Reduction reduction =
          random.nextBoolean()
              ? new Reduction.Percent(random.nextInt(1, 10_001))
              : new Reduction.Amount(random.nextLong(1, Math.min(2 * list, 2_000_000_000L) + 1));
      List<String> products =
          random.nextBoolean()
              ? List.of()
              : lines.stream().map(line -> line.product).filter(_ -> random.nextBoolean()).toList();
      promotions.add(
          new Promotion(
              "promotion" + random.nextInt(1_000_000) + "-" + i,
              "name",
              random.nextBoolean() ? "" : "CODE",
              random.nextInt(2),
              reduction,
              currency,
              random.nextBoolean() ? 0 : random.nextLong(Math.min(2 * list, 2_000_000_000L)),
              products,
              new Days(Optional.empty(), Optional.empty(), ZoneId.of("UTC")),
              0,
              0,
              true));
    }
    promotions.forEach(shop::grant);
    return promotions.stream()
        .sorted(Comparator.comparingInt(Promotion::position).thenComparing(Promotion::id))
        .toList();
  }

  /** Takes the promotions off, in their order. */
  private static void reduce(List<Line> lines, List<Promotion> promotions) {
    BigDecimal list = sum(lines, line -> line.list);
    for (Promotion promotion : promotions) {
      if (list.compareTo(BigDecimal.valueOf(promotion.minimumMinor())) >= 0) {
        List<Line> reached =
            lines.stream()
                .filter(
                    line ->
                        promotion.productIds().isEmpty()
                            || promotion.productIds().contains(line.product))
                .toList();
        switch (promotion.reduction()) {
          case Reduction.Percent(int points) ->
              reached.forEach(line -> line.left = line.left.subtract(part(line.left, points, ALL)));
          case Reduction.Amount(long minor) -> spread(reached, BigDecimal.valueOf(minor));
        }
      }
    }
  }

  /** Whole units first, then one each to the largest rests, the first line first. */
  private static void spread(List<Line> lines, BigDecimal amount) {
    BigDecimal sum = sum(lines, line -> line.left);
    BigDecimal off = amount.min(sum);
    if (sum.signum() == 0) {
      return;
    }
    BigDecimal[][] parts =
        lines.stream()
            .map(line -> off.multiply(line.left).divideAndRemainder(sum))
            .toArray(BigDecimal[][]::new);
    int missing =
        off.subtract(
                IntStream.range(0, parts.length)
                    .mapToObj(i -> parts[i][0])
                    .reduce(BigDecimal.ZERO, BigDecimal::add))
            .intValueExact();
    List<Integer> byRest =
        IntStream.range(0, parts.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> parts[i][1]).reversed())
            .toList();
    for (int i = 0; i < parts.length; i++) {
      boolean oneMore = byRest.indexOf(i) < missing;
      lines.get(i).left =
          lines
              .get(i)
              .left
              .subtract(parts[i][0])
              .subtract(oneMore ? BigDecimal.ONE : BigDecimal.ZERO);
    }
  }

  private static void assertLines(Offer offer, List<Line> lines, boolean includesTax) {
    assertThat(offer.getLinesCount()).isEqualTo(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      OfferLine said = offer.getLines(i);
      Line line = lines.get(i);
      assertThat(line.left.signum()).isNotNegative();
      assertThat(said.getListMinor()).isEqualTo(line.list.longValueExact());
      assertThat(said.getAmountMinor()).isEqualTo(line.left.longValueExact());
      assertThat(said.getListMinor() - said.getDiscountMinor()).isEqualTo(said.getAmountMinor());
      assertThat(said.getTaxMinor())
          .isEqualTo(tax(line.left, line.rate, includesTax).longValueExact());
      assertThat(includesTax ? said.getGrossMinor() : said.getNetMinor())
          .isEqualTo(said.getAmountMinor());
      assertThat(said.getNetMinor() + said.getTaxMinor()).isEqualTo(said.getGrossMinor());
      assertPieces(said.getPieceGrossMinorList(), said.getGrossMinor(), said.getQuantity());
      assertPieces(said.getPieceTaxMinorList(), said.getTaxMinor(), said.getQuantity());
    }
  }

  private static void assertPieces(List<Long> pieces, long amount, int quantity) {
    if (pieces.isEmpty()) {
      assertThat(amount % quantity).isZero();
      return;
    }
    List<Long> firstTogether = new ArrayList<>(List.of(0L));
    for (int k = 1; k <= quantity; k++) {
      firstTogether.add(
          part(BigDecimal.valueOf(amount), k, BigDecimal.valueOf(quantity)).longValueExact());
    }
    assertThat(pieces)
        .isEqualTo(
            IntStream.range(0, quantity)
                .mapToObj(k -> firstTogether.get(k + 1) - firstTogether.get(k))
                .toList());
  }

  private static void assertTotals(
      Offer offer, List<Line> lines, boolean includesTax, long cost, long freeFrom) {
    BigDecimal goods = sum(lines, line -> line.left);
    BigDecimal shipping =
        freeFrom > 0 && goods.compareTo(BigDecimal.valueOf(freeFrom)) >= 0
            ? BigDecimal.ZERO
            : BigDecimal.valueOf(cost);
    int highest = lines.stream().mapToInt(line -> line.rate).max().orElseThrow();
    BigDecimal tax =
        sum(lines, line -> tax(line.left, line.rate, includesTax))
            .add(tax(shipping, highest, includesTax));
    BigDecimal total = goods.add(shipping).add(includesTax ? BigDecimal.ZERO : tax);
    assertThat(offer.getTotals().getListMinor() - offer.getTotals().getDiscountMinor())
        .isEqualTo(goods.longValueExact());
    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(goods.longValueExact());
    assertThat(offer.getTotals().getShippingMinor()).isEqualTo(shipping.longValueExact());
    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(tax.longValueExact());
    assertThat(offer.getTotals().getNetMinor()).isEqualTo(total.subtract(tax).longValueExact());
    assertThat(offer.getTotals().getTotalMinor()).isEqualTo(total.longValueExact());
    assertThat(
            offer.getDiscountsList().stream()
                .mapToLong(discount -> discount.getAmountMinor())
                .sum())
        .isEqualTo(offer.getTotals().getDiscountMinor());
  }

  private static BigDecimal tax(BigDecimal amount, int rate, boolean included) {
    return part(amount, rate, included ? ALL.add(BigDecimal.valueOf(rate)) : ALL);
  }

  private static BigDecimal part(BigDecimal amount, long numerator, BigDecimal denominator) {
    return amount
        .multiply(BigDecimal.valueOf(numerator))
        .divide(denominator, 0, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal sum(List<Line> lines, Function<Line, BigDecimal> of) {
    return lines.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
