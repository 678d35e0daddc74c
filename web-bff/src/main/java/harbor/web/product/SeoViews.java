package harbor.web.product;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import harbor.kit.bff.media.MediaUrls;
import harbor.web.catalog.Money;
import harbor.web.catalog.Product;
import harbor.web.inventory.Stock;
import harbor.web.reviews.Reviews;
import harbor.web.v1.Seo;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * What search engines and link previews are told of a product.
 *
 * @see <a href="https://schema.org/Product">schema.org/Product</a>
 */
final class SeoViews {
  private static final JsonFactory JSON = new JsonFactory();
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
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("@type", "Product");
      json.writeStringField("@context", "https://schema.org");
      json.writeStringField("name", product.title());
      json.writeStringField("description", description);
      json.writeStringField("sku", product.id());
      writeUnlessEmpty(json, "gtin", product.identity().gtin());
      writeUnlessEmpty(json, "mpn", product.identity().mpn());
      if (!product.identity().brand().isEmpty()) {
        writeTyped(json, "brand", "Brand");
        json.writeStringField("name", product.identity().brand());
        json.writeEndObject();
      }
      writePictures(json, product);
      writeOffer(json, price, stock, canonical);
      Optional<Reviews.Rating> rating = reviews.rating().filter(given -> given.count() > 0);
      if (rating.isPresent()) {
        writeRating(json, rating.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
    // Inside a script element only "<" could end it; in JSON it stands in texts alone.
    return out.toString().replace("<", "\\u003c");
  }

  private void writePictures(JsonGenerator json, Product product) throws IOException {
    if (product.pictures().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("image");
    for (Product.Picture picture : product.pictures()) {
      json.writeString(media.url(picture.url(), PICTURE));
    }
    json.writeEndArray();
  }

  private static void writeOffer(JsonGenerator json, Money price, Stock stock, String canonical)
      throws IOException {
    writeTyped(json, "offers", "Offer");
    json.writeStringField("url", canonical);
    json.writeStringField("priceCurrency", price.currency());
    json.writeStringField("price", decimal(price));
    Optional<String> availability = availability(stock);
    if (availability.isPresent()) {
      json.writeStringField("availability", "https://schema.org/" + availability.get());
    }
    json.writeEndObject();
  }

  private static void writeRating(JsonGenerator json, Reviews.Rating rating) throws IOException {
    writeTyped(json, "aggregateRating", "AggregateRating");
    json.writeNumberField("ratingValue", BigDecimal.valueOf(rating.averageTenths(), 1));
    json.writeNumberField("reviewCount", rating.count());
    json.writeEndObject();
  }

  private static Optional<String> availability(Stock stock) {
    return switch (stock.status()) {
      case AVAILABLE -> Optional.of("InStock");
      case OUT_OF_STOCK -> Optional.of("OutOfStock");
      case PREORDER -> Optional.of("PreOrder");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static void writeTyped(JsonGenerator json, String field, String type) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("@type", type);
  }

  private static void writeUnlessEmpty(JsonGenerator json, String field, String value)
      throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
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
