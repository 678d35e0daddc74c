package harbor.screens.home;

import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.type.v1.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of the products on cards. Pure functions. */
public final class CardViews {
  private CardViews() {}

  /**
   * A product on a card.
   *
   * @param sale what pricing says; null when nobody could say
   * @param stock null when nobody could say
   * @param reason why it is recommended; empty: it is not
   */
  public record Card(Product product, @Nullable Price sale, @Nullable Stock stock, String reason) {
    /** What a customer pays: pricing's word, otherwise the catalogue's. */
    public Money price() {
      return sale == null ? product.getPrice() : sale.getCurrent();
    }

    /** Its main picture. */
    public Optional<Image> image() {
      return product.getImagesList().stream().findFirst();
    }
  }

  /** A product that is to be shown. */
  private record Wanted(String productId, String reason) {}

  /** The recommended ones, in their order, of those that are sold; at most so many. */
  public static List<Card> recommended(
      List<PersonalRecommendation> recommendations,
      Map<String, Product> products,
      Map<String, Price> prices,
      Map<String, Stock> stock,
      int max) {
    return cards(
        recommendations,
        one -> new Wanted(one.getProductId(), reason(one.getReason())),
        products,
        prices,
        stock,
        max);
  }

  /** These, in their order, of those that are sold; at most so many. */
  public static List<Card> of(
      Collection<String> productIds,
      Map<String, Product> products,
      Map<String, Price> prices,
      Map<String, Stock> stock,
      int max) {
    return cards(productIds, id -> new Wanted(id, ""), products, prices, stock, max);
  }

  private static <T> List<Card> cards(
      Collection<T> from,
      Function<T, Wanted> wanted,
      Map<String, Product> products,
      Map<String, Price> prices,
      Map<String, Stock> stock,
      int max) {
    List<Card> cards = new ArrayList<>();
    for (T one : from) {
      Wanted card = wanted.apply(one);
      Product product = products.get(card.productId());
      if (product != null && cards.size() < max) {
        cards.add(
            new Card(
                product, prices.get(card.productId()), stock.get(card.productId()), card.reason()));
      }
    }
    return List.copyOf(cards);
  }

  private static String reason(RecommendationReason reason) {
    return switch (reason) {
      case RECOMMENDATION_REASON_BOUGHT_TOGETHER -> "bought_together";
      case RECOMMENDATION_REASON_SIMILAR -> "similar";
      case RECOMMENDATION_REASON_BEST_SELLER -> "best_seller";
      case RECOMMENDATION_REASON_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
