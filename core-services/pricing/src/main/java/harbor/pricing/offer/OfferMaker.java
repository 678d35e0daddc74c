package harbor.pricing.offer;

import harbor.kit.service.call.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Makes offers: prices and promotions of one moment, then discounts, then tax and shipping of what
 * is left. The catalogue is asked what it still sells while prices are read. No transaction waits
 * for another service. Thread-safe.
 */
final class OfferMaker {
  private final Function<List<Question.Item>, CompletableFuture<Set<String>>> gone;
  private final Function<List<Question.Item>, Map<String, Goods.UnitPrice>> prices;
  private final Function<Question, Basis> basis;
  private final QuoteRequests quotes;

  /**
   * A maker of offers.
   *
   * @param gone which of these products are not sold any more; never fails
   * @param prices what they cost now, by id; without those that have no price
   * @param basis what an offer is made of, all of one moment
   */
  OfferMaker(
      Function<List<Question.Item>, CompletableFuture<Set<String>>> gone,
      Function<List<Question.Item>, Map<String, Goods.UnitPrice>> prices,
      Function<Question, Basis> basis,
      QuoteRequests quotes) {
    this.gone = gone;
    this.prices = prices;
    this.basis = basis;
    this.quotes = quotes;
  }

  /**
   * Makes one; nothing is kept.
   *
   * @throws Failure when there can be none
   */
  MadeOffer make(Question question) {
    CompletableFuture<Set<String>> asked = gone.apply(question.items());
    Basis of = basis.apply(question);
    Goods goods = Goods.of(question.items(), of.prices(), asked.join());
    if (goods.lines().isEmpty()) {
      throw Failure.failedPrecondition("EMPTY_CART", "No line of the cart can be sold.");
    }
    refuseLarge(goods.listMinor());
    Discounts discounts = Discounts.of(goods, of.grants(), question.couponCode(), of.now());
    List<Long> amounts = new ArrayList<>();
    for (int i = 0; i < goods.lines().size(); i++) {
      amounts.add(goods.lines().get(i).listMinor() - discounts.ofLines().get(i));
    }
    Destination to =
        question.destination().orElseGet(() -> new Destination(of.homeCountry(), "", ""));
    Quote quote =
        quotes.ask(
            new QuoteRequests.Order(to, of.homeCountry(), goods, amounts, of.now()),
            question.shippingMethod());
    MadeOffer made = new MadeOffer(question, of.locale(), to, goods, discounts, quote);
    refuseLarge(made.total().grossMinor());
    return made;
  }

  /** What of these items can be sold now, before any promotion. */
  Goods goods(List<Question.Item> items) {
    CompletableFuture<Set<String>> asked = gone.apply(items);
    Map<String, Goods.UnitPrice> now = prices.apply(items);
    return Goods.of(items, now, asked.join());
  }

  private static void refuseLarge(long sum) {
    if (sum > MadeOffer.MAX_MINOR) {
      throw Failure.failedPrecondition(
          "AMOUNT_TOO_LARGE",
          "A sum is %d (expected: at most %d).".formatted(sum, MadeOffer.MAX_MINOR));
    }
  }
}
