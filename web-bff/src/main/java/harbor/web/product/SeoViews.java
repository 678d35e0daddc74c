package harbor.web.product;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import harbor.kit.bff.media.MediaUrls;
import harbor.web.catalog.Money;
import harbor.web.catalog.Product;
import harbor.web.inventory.Stock;
import harbor.web.reviews.Reviews;
import harbor.web.v1.Seo;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * What search engines and link previews are told of a product.
 *
 * @see <a href="https://schema.org/Product">schema.org/Product</a>
 */
final class SeoViews {
  private static final int MOST_DESCRIPTION = 320;
  private static final int PICTURE = 1920;

  private final MediaUrls media;
  private final String storefront;

  SeoViews(MediaUrls media, String storefront) {
    this.media = media;
    this.storefront = storefront;
  }

  Seo seo(Product product, Money price, Stock stock, Reviews reviews) {
    String title = firstOf(product.search().title(), product.title());
    String description = shortened(firstOf(product.search().description(), product.description()));
    String canonical = storefront + product.search().link();
    return Seo.newBuilder()
        .setTitle(title)
        .setDescription(description)
        .setCanonical(canonical)
        .setJsonLd(jsonLd(product, price, stock, reviews, description, canonical))
        .build();
  }

  private String jsonLd(
      Product product,
      Money price,
      Stock stock,
      Reviews reviews,
      String description,
      String canonical) {
    ObjectNode node = typed("Product");
    node.put("@context", "https://schema.org");
    node.put("name", product.title());
    node.put("description", description);
    node.put("sku", product.id());
    putUnlessEmpty(node, "gtin", product.identity().gtin());
    putUnlessEmpty(node, "mpn", product.identity().mpn());
    if (!product.identity().brand().isEmpty()) {
      node.set("brand", typed("Brand").put("name", product.identity().brand()));
    }
    product
        .pictures()
        .forEach(picture -> node.withArray("image").add(media.url(picture.url(), PICTURE)));
    ObjectNode offer =
        typed("Offer")
            .put("url", canonical)
            .put("priceCurrency", price.currency())
            .put("price", decimal(price));
    availability(stock).ifPresent(word -> offer.put("availability", "https://schema.org/" + word));
    node.set("offers", offer);
    reviews
        .rating()
        .filter(rating -> rating.count() > 0)
        .ifPresent(
            rating ->
                node.set(
                    "aggregateRating",
                    typed("AggregateRating")
                        .put("ratingValue", BigDecimal.valueOf(rating.averageTenths(), 1))
                        .put("reviewCount", rating.count())));
    // Inside a script element only "<" could end it; in JSON it stands in texts alone.
    return node.toString().replace("<", "\\u003c");
  }

  private static Optional<String> availability(Stock stock) {
    return switch (stock.status()) {
      case AVAILABLE -> Optional.of("InStock");
      case OUT_OF_STOCK -> Optional.of("OutOfStock");
      case PREORDER -> Optional.of("PreOrder");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("@type", type);
  }

  private static void putUnlessEmpty(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static String decimal(Money money) {
    int digits = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
    return BigDecimal.valueOf(money.minor(), digits).toPlainString();
  }

  private static String firstOf(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static String shortened(String text) {
    if (text.length() <= MOST_DESCRIPTION) {
      return text;
    }
    int space = text.lastIndexOf(' ', MOST_DESCRIPTION - 1);
    int end = space > 0 ? space : MOST_DESCRIPTION - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
