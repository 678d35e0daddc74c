package harbor.web.product;

import harbor.catalog.v1.Condition;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.media.MediaUrls;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.screens.Known;
import harbor.screens.product.DeliveryViews;
import harbor.screens.product.StockWords;
import harbor.shipping.v1.ProductDelivery;
import harbor.type.v1.Money;
import harbor.web.edge.PriceViews;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.Breadcrumb;
import harbor.web.v1.Delivery;
import harbor.web.v1.Dimensions;
import harbor.web.v1.Discount;
import harbor.web.v1.Image;
import harbor.web.v1.PlaceStock;
import harbor.web.v1.ProductPage;
import harbor.web.v1.RelatedProduct;
import harbor.web.v1.WithdrawnProduct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The product page's view. Without the pricing service the catalogue's price stands in, and no
 * discount is claimed.
 */
public final class ProductViews {
  private static final int THUMBNAIL = 120;
  private static final int MEDIUM = 400;
  private static final int FULL = 1920;
  private static final int MAX_SPECIFICATIONS = 50;
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

  /**
   * The page.
   *
   * @param stock the default instance when nobody could say
   * @param price the default instance when nobody could say
   * @param reviews without a rating when nobody could say
   * @param delivery without a window when nobody could say
   */
  ProductPage page(
      Product product,
      Stock stock,
      Price price,
      ListReviewsResponse reviews,
      List<Recommendation> related,
      ProductDelivery delivery,
      Locale language) {
    Money current = price.hasCurrent() ? price.getCurrent() : product.getPrice();
    ProductPage.Builder page =
        ProductPage.newBuilder()
            .setId(product.getId())
            .setName(product.getTitle())
            .setShortName(product.getShortTitle())
            .setPrice(PriceViews.price(current, language))
            .putAllSpecifications(specifications(product.getSpecificationsList()))
            .addAllHighlights(product.getHighlightsList())
            .setStock(stock(stock))
            .setSeo(seo.seo(product, current, stock, reviews.getRating()))
            .setLink(product.getLink());
    describe(page, product);
    if (price.hasSaving()) {
      addSale(page, price, language);
    }
    product.getImagesList().forEach(picture -> page.addImages(image(picture)));
    related.forEach(other -> page.addRelatedProducts(related(other, language)));
    reviews.getReviewsList().forEach(review -> page.addReviews(ReviewViews.review(review)));
    if (reviews.hasRating()) {
      page.setRating(ReviewViews.rating(reviews.getRating()));
    }
    addBreadcrumbs(page, product.getCategoryPathList());
    if (DeliveryViews.isPromised(delivery, stock)) {
      page.setDelivery(
          Delivery.newBuilder()
              .setEarliest(delivery.getWindow().getEarliest())
              .setLatest(delivery.getWindow().getLatest()));
    }
    return page.build();
  }

  private static void describe(ProductPage.Builder page, Product product) {
    Known.text(product.getDescription(), page::setDescription);
    Known.text(product.getBrand(), page::setBrand);
    Known.text(product.getGtin(), page::setGtin);
    Known.text(product.getMpn(), page::setMpn);
    Known.text(product.getItemGroupId(), page::setVariantGroupId);
    Known.text(product.getColor(), page::setColor);
    Known.text(product.getMaterial(), page::setMaterial);
    Known.text(product.getSize(), page::setSize);
    Known.text(product.getEnergyEfficiencyClass(), page::setEnergyEfficiencyClass);
    Known.text(product.getCountryOfOrigin(), page::setCountryOfOrigin);
    Known.number(product.getWarrantyMonths(), page::setWarrantyMonths);
    Known.text(product.getLaunchDate(), page::setLaunchDate);
    Known.text(product.getUnitPricingMeasure(), page::setUnitPricingMeasure);
    page.setCondition(condition(product.getCondition()))
        .setMultipack(Math.max(1, product.getMultipack()))
        .setAdult(product.getAdult());
    int known =
        product.getShippingWeightGrams()
            + product.getLengthMm()
            + product.getWidthMm()
            + product.getHeightMm();
    if (known > 0) {
      Dimensions.Builder dimensions = page.getDimensionsBuilder();
      Known.number(product.getShippingWeightGrams(), dimensions::setWeightGrams);
      Known.number(product.getLengthMm(), dimensions::setLengthMm);
      Known.number(product.getWidthMm(), dimensions::setWidthMm);
      Known.number(product.getHeightMm(), dimensions::setHeightMm);
    }
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case CONDITION_UNSPECIFIED, CONDITION_NEW, UNRECOGNIZED -> "new";
      case CONDITION_REFURBISHED -> "refurbished";
      case CONDITION_USED -> "used";
    };
  }

  private static void addSale(ProductPage.Builder page, Price price, Locale language) {
    Discount.Builder discount =
        Discount.newBuilder()
            .setPercent(price.getDiscountBasisPoints() / 100)
            .setSaving(PriceViews.price(price.getSaving(), language));
    if (price.hasLowestBeforeSale()) {
      discount.setLowestBeforeSale(PriceViews.price(price.getLowestBeforeSale(), language));
    }
    page.setOldPrice(PriceViews.price(price.getList(), language)).setDiscount(discount);
  }

  private Image image(harbor.catalog.v1.Image picture) {
    Image.Builder view = Image.newBuilder();
    Known.text(picture.getAlt(), view::setAlt);
    return view.setUrl(media.url(picture.getUrl(), FULL))
        .setMediumUrl(media.url(picture.getUrl(), MEDIUM))
        .setThumbnailUrl(media.url(picture.getUrl(), THUMBNAIL))
        .build();
  }

  /** What goes with a product that is not sold any more. */
  WithdrawnProduct withdrawn(List<Recommendation> related, Locale language) {
    WithdrawnProduct.Builder view = WithdrawnProduct.newBuilder();
    related.forEach(other -> view.addRelatedProducts(related(other, language)));
    return view.build();
  }

  private RelatedProduct related(Recommendation other, Locale language) {
    RelatedProduct.Builder view = RelatedProduct.newBuilder();
    Known.text(other.getImageUrl(), url -> view.setImageUrl(media.url(url, MEDIUM)));
    Known.text(reason(other.getReason()), view::setReason);
    return view.setId(other.getProductId())
        .setName(other.getTitle())
        .setPrice(PriceViews.price(other.getPrice(), language))
        .setLink(ProductLinks.of(other.getProductId(), other.getLink()))
        .build();
  }

  private static String reason(RecommendationReason reason) {
    return switch (reason) {
      case RECOMMENDATION_REASON_BOUGHT_TOGETHER -> "bought_together";
      case RECOMMENDATION_REASON_SIMILAR -> "similar";
      case RECOMMENDATION_REASON_BEST_SELLER -> "best_seller";
      case RECOMMENDATION_REASON_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  private static harbor.web.v1.Stock stock(Stock stock) {
    harbor.web.v1.Stock.Builder view =
        harbor.web.v1.Stock.newBuilder().setStatus(StockWords.of(stock.getStatus()));
    if (stock.getLow()) {
      view.setLeft(Math.toIntExact(stock.getAvailable()));
    }
    for (harbor.inventory.v1.PlaceStock place : stock.getPlacesList()) {
      view.addPlaces(
          PlaceStock.newBuilder()
              .setPlaceId(place.getPlaceId())
              .setName(place.getPlaceName())
              .setPlenty(place.getAvailable() > PLENTY));
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
  static Map<String, String> specifications(List<Specification> lines) {
    Map<String, Integer> times = new LinkedHashMap<>();
    lines.forEach(line -> times.merge(line.getName(), 1, Integer::sum));
    Map<String, String> named = new LinkedHashMap<>();
    for (Specification line : lines) {
      boolean ambiguous = times.getOrDefault(line.getName(), 0) > 1 && !line.getSection().isEmpty();
      String name = ambiguous ? line.getSection() + ": " + line.getName() : line.getName();
      if (named.size() < MAX_SPECIFICATIONS || named.containsKey(name)) {
        named.merge(name, line.getValue(), (one, other) -> one + ", " + other);
      }
    }
    return named;
  }
}
