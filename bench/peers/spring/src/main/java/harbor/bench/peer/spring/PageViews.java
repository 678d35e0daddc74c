package harbor.bench.peer.spring;

import harbor.bench.peer.spring.ProductPage.Breadcrumb;
import harbor.bench.peer.spring.ProductPage.Delivery;
import harbor.bench.peer.spring.ProductPage.Dimensions;
import harbor.bench.peer.spring.ProductPage.Discount;
import harbor.bench.peer.spring.ProductPage.Image;
import harbor.bench.peer.spring.ProductPage.PlaceStock;
import harbor.bench.peer.spring.ProductPage.Rating;
import harbor.bench.peer.spring.ProductPage.RelatedProduct;
import harbor.bench.peer.spring.ProductPage.Review;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.shipping.v1.ProductDelivery;
import harbor.type.v1.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The view of the product page. */
@Component
class PageViews {
  private final Media media;
  private final SeoViews seo;

  PageViews(Media media, SeoViews seo) {
    this.media = media;
    this.seo = seo;
  }

  ProductPage page(
      Product product,
      Optional<Stock> stock,
      Optional<Price> price,
      Optional<ListReviewsResponse> reviews,
      List<Recommendation> related,
      Optional<ProductDelivery> delivery,
      ProductPage.Meta meta) {
    Money current = price.map(Price::getCurrent).orElse(product.getPrice());
    String status = stock.map(PageViews::status).orElse("unknown");
    Optional<Price> sale = price.filter(Price::hasSaving);
    return new ProductPage(
        product.getId(),
        product.getTitle(),
        product.getDescription(),
        PriceViews.price(current),
        sale.map(s -> PriceViews.price(s.getList())).orElse(null),
        sale.map(PageViews::discount).orElse(null),
        product.getImagesList().stream().map(this::image).toList(),
        Specifications.named(product.getSpecificationsList()),
        related.stream().map(this::related).toList(),
        reviews
            .map(all -> all.getReviewsList().stream().map(PageViews::review).toList())
            .orElse(List.of()),
        breadcrumbs(product.getCategoryPathList()),
        reviews.map(all -> rating(all.getRating())).orElse(null),
        new ProductPage.Stock(
            status,
            stock.filter(Stock::getLow).map(s -> (int) s.getAvailable()).orElse(0),
            stock
                .map(s -> s.getPlacesList().stream().map(PageViews::place).toList())
                .orElse(List.of())),
        delivery
            .filter(ProductDelivery::hasWindow)
            .map(d -> new Delivery(d.getWindow().getEarliest(), d.getWindow().getLatest()))
            .orElse(null),
        seo.seo(product, current, status, reviews.map(ListReviewsResponse::getRating)),
        product.getBrand(),
        product.getShortTitle(),
        product.getHighlightsList(),
        product.getGtin(),
        product.getMpn(),
        condition(product),
        product.getColor(),
        product.getMaterial(),
        product.getSize(),
        dimensions(product),
        product.getEnergyEfficiencyClass(),
        product.getCountryOfOrigin(),
        product.getWarrantyMonths(),
        product.getItemGroupId(),
        product.getLaunchDate(),
        product.getUnitPricingMeasure(),
        Math.max(1, product.getMultipack()),
        product.getAdult(),
        product.getLink(),
        meta);
  }

  private static Discount discount(Price sale) {
    return new Discount(
        sale.getDiscountBasisPoints() / 100,
        PriceViews.price(sale.getSaving()),
        sale.hasLowestBeforeSale() ? PriceViews.price(sale.getLowestBeforeSale()) : null);
  }

  private Image image(harbor.catalog.v1.Image image) {
    return new Image(
        media.url(image.getUrl(), 1920),
        image.getAlt(),
        media.url(image.getUrl(), 400),
        media.url(image.getUrl(), 120));
  }

  private RelatedProduct related(Recommendation other) {
    return new RelatedProduct(
        other.getProductId(),
        other.getTitle(),
        media.url(other.getImageUrl(), 400),
        PriceViews.price(other.getPrice()),
        other.getReason().name().replace("RECOMMENDATION_REASON_", "").toLowerCase(Locale.ROOT),
        "/p/" + other.getProductId());
  }

  private static Review review(harbor.reviews.v1.Review review) {
    return new Review(
        review.getId(),
        review.getRating(),
        review.getTitle(),
        review.getBody(),
        review.getAuthor(),
        Instant.ofEpochSecond(review.getWrittenAt().getSeconds(), review.getWrittenAt().getNanos()),
        review.getVerifiedPurchase());
  }

  private static Rating rating(harbor.reviews.v1.Rating rating) {
    return new Rating(
        rating.getAverageTenths() / 10f, rating.getCount(), rating.getHistogramList());
  }

  private static PlaceStock place(harbor.inventory.v1.PlaceStock place) {
    return new PlaceStock(place.getPlaceId(), place.getPlaceName(), place.getAvailable() > 5);
  }

  private static @Nullable Dimensions dimensions(Product product) {
    Dimensions dimensions =
        new Dimensions(
            product.getShippingWeightGrams(),
            product.getLengthMm(),
            product.getWidthMm(),
            product.getHeightMm());
    return dimensions.equals(new Dimensions(0, 0, 0, 0)) ? null : dimensions;
  }

  private static List<Breadcrumb> breadcrumbs(List<String> path) {
    List<Breadcrumb> crumbs = new ArrayList<>();
    StringBuilder link = new StringBuilder("/c");
    for (String name : path) {
      link.append('/').append(Slugs.of(name));
      crumbs.add(new Breadcrumb(name, link.toString()));
    }
    return crumbs;
  }

  private static String status(Stock stock) {
    return switch (stock.getStatus()) {
      case STOCK_STATUS_AVAILABLE -> "available";
      case STOCK_STATUS_OUT_OF_STOCK -> "out_of_stock";
      case STOCK_STATUS_PREORDER -> "preorder";
      case STOCK_STATUS_BACKORDER -> "backorder";
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  private static String condition(Product product) {
    return switch (product.getCondition()) {
      case CONDITION_REFURBISHED -> "refurbished";
      case CONDITION_USED -> "used";
      case CONDITION_UNSPECIFIED, CONDITION_NEW, UNRECOGNIZED -> "new";
    };
  }
}
