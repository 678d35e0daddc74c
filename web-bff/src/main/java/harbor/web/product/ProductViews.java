package harbor.web.product;

import com.google.protobuf.Message;
import harbor.kit.bff.media.MediaUrls;
import harbor.web.catalog.Money;
import harbor.web.catalog.Product;
import harbor.web.inventory.Stock;
import harbor.web.pricing.ProductPrice;
import harbor.web.recommendations.RelatedProduct;
import harbor.web.reviews.Reviews;
import harbor.web.v1.Breadcrumb;
import harbor.web.v1.Delivery;
import harbor.web.v1.Dimensions;
import harbor.web.v1.Discount;
import harbor.web.v1.Image;
import harbor.web.v1.PlaceStock;
import harbor.web.v1.ProductPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The product page's view. Without the pricing service the catalogue's price stands in, and no
 * discount is claimed.
 */
public final class ProductViews {
  /** For whoever encodes it. */
  public static final Message EXAMPLE = ProductPage.getDefaultInstance();

  private static final int THUMBNAIL = 120;
  private static final int MEDIUM = 400;
  private static final int FULL = 1920;
  private static final int MOST_SPECIFICATIONS = 50;
  private static final int PLENTY = 5;

  private final MediaUrls media;
  private final SeoViews seo;

  /**
   * Views of one shop.
   *
   * @param storefront what stands before the paths of its pages
   */
  public ProductViews(MediaUrls media, String storefront) {
    this.media = media;
    this.seo = new SeoViews(media, storefront);
  }

  ProductPage page(
      Product product,
      Stock stock,
      Optional<ProductPrice> price,
      Reviews reviews,
      List<RelatedProduct> related,
      Locale language) {
    Money current = price.map(ProductPrice::current).orElse(product.price());
    ProductPage.Builder page =
        ProductPage.newBuilder()
            .setId(product.id())
            .setName(product.title())
            .setShortName(product.shortTitle())
            .setDescription(product.description())
            .setPrice(PriceViews.price(current, language))
            .putAllSpecifications(specifications(product.specifications()))
            .addAllHighlights(product.highlights())
            .setStock(stock(stock))
            .setSeo(seo.seo(product, current, stock, reviews))
            .setLink(product.search().link());
    describe(page, product);
    price.flatMap(ProductPrice::sale).ifPresent(sale -> addSale(page, sale, language));
    product.pictures().forEach(picture -> page.addImages(image(picture)));
    related.forEach(other -> page.addRelatedProducts(related(other, language)));
    reviews.newest().forEach(review -> page.addReviews(ReviewViews.review(review)));
    reviews.rating().ifPresent(rating -> page.setRating(ReviewViews.rating(rating)));
    addBreadcrumbs(page, product.categoryPath());
    stock
        .delivery()
        .ifPresent(
            delivery ->
                page.setDelivery(
                    Delivery.newBuilder()
                        .setEarliest(delivery.earliest())
                        .setLatest(delivery.latest())));
    return page.build();
  }

  private static void describe(ProductPage.Builder page, Product product) {
    page.setBrand(product.identity().brand())
        .setGtin(product.identity().gtin())
        .setMpn(product.identity().mpn())
        .setCondition(product.identity().condition().name().toLowerCase(Locale.ROOT))
        .setVariantGroupId(product.identity().itemGroupId())
        .setColor(product.appearance().color())
        .setMaterial(product.appearance().material())
        .setSize(product.appearance().size())
        .setEnergyEfficiencyClass(product.terms().energyEfficiencyClass())
        .setCountryOfOrigin(product.terms().countryOfOrigin())
        .setWarrantyMonths(product.terms().warrantyMonths())
        .setLaunchDate(product.terms().launchDate())
        .setUnitPricingMeasure(product.terms().unitPricingMeasure())
        .setMultipack(Math.max(1, product.terms().multipack()))
        .setAdult(product.terms().adult());
    if (product.measures().isKnown()) {
      page.setDimensions(
          Dimensions.newBuilder()
              .setWeightGrams(product.measures().weightGrams())
              .setLengthMm(product.measures().lengthMm())
              .setWidthMm(product.measures().widthMm())
              .setHeightMm(product.measures().heightMm()));
    }
  }

  private static void addSale(ProductPage.Builder page, ProductPrice.Sale sale, Locale language) {
    Discount.Builder discount =
        Discount.newBuilder()
            .setPercent(sale.basisPoints() / 100)
            .setSaving(PriceViews.price(sale.saving(), language));
    sale.lowestBefore()
        .ifPresent(lowest -> discount.setLowestBeforeSale(PriceViews.price(lowest, language)));
    page.setOldPrice(PriceViews.price(sale.list(), language)).setDiscount(discount);
  }

  private Image image(Product.Picture picture) {
    return Image.newBuilder()
        .setUrl(media.url(picture.url(), FULL))
        .setMediumUrl(media.url(picture.url(), MEDIUM))
        .setThumbnailUrl(media.url(picture.url(), THUMBNAIL))
        .setAlt(picture.alt())
        .build();
  }

  private harbor.web.v1.RelatedProduct related(RelatedProduct other, Locale language) {
    return harbor.web.v1.RelatedProduct.newBuilder()
        .setId(other.id())
        .setName(other.title())
        .setImageUrl(media.url(other.image(), MEDIUM))
        .setPrice(PriceViews.price(other.price(), language))
        .setReason(other.reason().name().toLowerCase(Locale.ROOT))
        .setLink("/p/" + other.id())
        .build();
  }

  private static harbor.web.v1.Stock stock(Stock stock) {
    harbor.web.v1.Stock.Builder view =
        harbor.web.v1.Stock.newBuilder()
            .setStatus(stock.status().name().toLowerCase(Locale.ROOT))
            .setLeft(stock.left());
    for (Stock.Place place : stock.places()) {
      view.addPlaces(
          PlaceStock.newBuilder()
              .setPlaceId(place.id())
              .setName(place.name())
              .setPlenty(place.available() > PLENTY));
    }
    return view.build();
  }

  private static void addBreadcrumbs(ProductPage.Builder page, List<String> path) {
    StringBuilder link = new StringBuilder("/c");
    for (String name : path) {
      link.append('/').append(Slug.of(name));
      page.addBreadcrumbs(Breadcrumb.newBuilder().setName(name).setLink(link.toString()));
    }
  }

  /** A name that stands under several headings is told apart by its heading. */
  static Map<String, String> specifications(List<Product.Specification> lines) {
    Map<String, Integer> times = new LinkedHashMap<>();
    lines.forEach(line -> times.merge(line.name(), 1, Integer::sum));
    Map<String, String> named = new LinkedHashMap<>();
    for (Product.Specification line : lines) {
      boolean ambiguous = times.getOrDefault(line.name(), 0) > 1 && !line.section().isEmpty();
      String name = ambiguous ? line.section() + ": " + line.name() : line.name();
      if (named.size() < MOST_SPECIFICATIONS || named.containsKey(name)) {
        named.merge(name, line.value(), (one, other) -> one + ", " + other);
      }
    }
    return named;
  }
}
