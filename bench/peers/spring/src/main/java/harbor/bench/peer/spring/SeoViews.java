package harbor.bench.peer.spring;

import harbor.catalog.v1.Product;
import harbor.reviews.v1.Rating;
import harbor.type.v1.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What search engines and link previews are told of a product. */
@Component
class SeoViews {
  private static final Map<String, String> AVAILABILITY =
      Map.of("available", "InStock", "out_of_stock", "OutOfStock", "preorder", "PreOrder");
  private static final int MOST = 320;

  private final Media media;
  private final String storefront;
  private final JsonMapper json;

  SeoViews(Media media, PeerProperties peer, JsonMapper json) {
    this.media = media;
    this.storefront = peer.storefrontUrl();
    this.json = json;
  }

  ProductPage.Seo seo(Product product, Money price, String status, Optional<Rating> rating) {
    String description = shortened(firstOf(product.getSeoDescription(), product.getDescription()));
    String canonical = storefront + product.getLink();
    return new ProductPage.Seo(
        firstOf(product.getSeoTitle(), product.getTitle()),
        description,
        canonical,
        jsonLd(product, price, status, rating, description, canonical));
  }

  private String jsonLd(
      Product product,
      Money price,
      String status,
      Optional<Rating> rating,
      String description,
      String canonical) {
    Map<String, Object> node = typed("Product");
    node.put("@context", "https://schema.org");
    node.put("name", product.getTitle());
    if (!description.isEmpty()) {
      node.put("description", description);
    }
    node.put("sku", product.getId());
    putUnlessEmpty(node, "gtin", product.getGtin());
    putUnlessEmpty(node, "mpn", product.getMpn());
    if (!product.getBrand().isEmpty()) {
      Map<String, Object> brand = typed("Brand");
      brand.put("name", product.getBrand());
      node.put("brand", brand);
    }
    if (product.getImagesCount() > 0) {
      node.put(
          "image", product.getImagesList().stream().map(i -> media.url(i.getUrl(), 1920)).toList());
    }
    Map<String, Object> offer = typed("Offer");
    offer.put("url", canonical);
    offer.put("priceCurrency", price.getCurrency());
    offer.put("price", PriceViews.decimal(price).toPlainString());
    String availability = AVAILABILITY.get(status);
    if (availability != null) {
      offer.put("availability", "https://schema.org/" + availability);
    }
    node.put("offers", offer);
    rating
        .filter(all -> all.getCount() > 0)
        .ifPresent(
            all -> {
              Map<String, Object> aggregate = typed("AggregateRating");
              aggregate.put("ratingValue", BigDecimal.valueOf(all.getAverageTenths(), 1));
              aggregate.put("reviewCount", all.getCount());
              node.put("aggregateRating", aggregate);
            });
    return json.writeValueAsString(node).replace("<", "\\u003c");
  }

  private static Map<String, Object> typed(String type) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("@type", type);
    return node;
  }

  private static void putUnlessEmpty(Map<String, Object> node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static String firstOf(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static String shortened(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    int space = text.lastIndexOf(' ', MOST - 1);
    return text.substring(0, space > 0 ? space : MOST - 1) + "…";
  }
}
