package harbor.web.product;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.media.MediaUrls;
import harbor.reviews.v1.Rating;
import harbor.screens.Known;
import harbor.type.v1.Money;
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
  private static final int MAX_DESCRIPTION = 320;
  private static final int PICTURE = 1920;

  private final MediaUrls media;
  private final String storefront;

  SeoViews(MediaUrls media, String storefront) {
    this.media = media;
    this.storefront = storefront;
  }

  Seo seo(Product product, Money price, Stock stock, Rating rating) {
    String title = firstOf(product.getSeoTitle(), product.getTitle());
    String description = shortened(firstOf(product.getSeoDescription(), product.getDescription()));
    String canonical = storefront + product.getLink();
    Seo.Builder view = Seo.newBuilder();
    Known.text(description, view::setDescription);
    return view.setTitle(title)
        .setCanonical(canonical)
        .setJsonLd(jsonLd(product, price, stock, rating, description, canonical))
        .build();
  }

  private String jsonLd(
      Product product,
      Money price,
      Stock stock,
      Rating rating,
      String description,
      String canonical) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("@type", "Product");
      json.writeStringField("@context", "https://schema.org");
      json.writeStringField("name", product.getTitle());
      writeUnlessEmpty(json, "description", description);
      json.writeStringField("sku", product.getId());
      writeUnlessEmpty(json, "gtin", product.getGtin());
      writeUnlessEmpty(json, "mpn", product.getMpn());
      if (!product.getBrand().isEmpty()) {
        writeTyped(json, "brand", "Brand");
        json.writeStringField("name", product.getBrand());
        json.writeEndObject();
      }
      writePictures(json, product);
      writeOffer(json, price, stock, canonical);
      if (rating.getCount() > 0) {
        writeRating(json, rating);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
    // Inside a script element only "<" could end it; in JSON it stands in texts alone.
    return out.toString().replace("<", "\\u003c");
  }

  private void writePictures(JsonGenerator json, Product product) throws IOException {
    if (product.getImagesCount() == 0) {
      return;
    }
    json.writeArrayFieldStart("image");
    for (Image picture : product.getImagesList()) {
      json.writeString(media.url(picture.getUrl(), PICTURE));
    }
    json.writeEndArray();
  }

  private static void writeOffer(JsonGenerator json, Money price, Stock stock, String canonical)
      throws IOException {
    writeTyped(json, "offers", "Offer");
    json.writeStringField("url", canonical);
    json.writeStringField("priceCurrency", price.getCurrency());
    json.writeStringField("price", decimal(price));
    Optional<String> availability = availability(stock);
    if (availability.isPresent()) {
      json.writeStringField("availability", "https://schema.org/" + availability.get());
    }
    json.writeEndObject();
  }

  private static void writeRating(JsonGenerator json, Rating rating) throws IOException {
    writeTyped(json, "aggregateRating", "AggregateRating");
    json.writeNumberField("ratingValue", BigDecimal.valueOf(rating.getAverageTenths(), 1));
    json.writeNumberField("reviewCount", rating.getCount());
    json.writeEndObject();
  }

  private static Optional<String> availability(Stock stock) {
    return switch (stock.getStatus()) {
      case STOCK_STATUS_AVAILABLE -> Optional.of("InStock");
      case STOCK_STATUS_OUT_OF_STOCK -> Optional.of("OutOfStock");
      case STOCK_STATUS_PREORDER -> Optional.of("PreOrder");
      case STOCK_STATUS_BACKORDER -> Optional.of("BackOrder");
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
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
    int digits = Math.max(0, Currency.getInstance(money.getCurrency()).getDefaultFractionDigits());
    return BigDecimal.valueOf(money.getMinor(), digits).toPlainString();
  }

  private static String firstOf(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static String shortened(String text) {
    if (text.length() <= MAX_DESCRIPTION) {
      return text;
    }
    int space = text.lastIndexOf(' ', MAX_DESCRIPTION - 1);
    int end = space > 0 ? space : MAX_DESCRIPTION - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
