package harbor.bench.peer.armeria;

import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.type.v1.Money;
import harbor.web.v1.Breadcrumb;
import harbor.web.v1.Delivery;
import harbor.web.v1.Dimensions;
import harbor.web.v1.Discount;
import harbor.web.v1.Image;
import harbor.web.v1.PlaceStock;
import harbor.web.v1.ProductPage;
import harbor.web.v1.Rating;
import harbor.web.v1.RelatedProduct;
import harbor.web.v1.Review;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The view of the product page. */
final class PageViews {
  private final Media media;
  private final SeoViews seo;

  PageViews(Media media, SeoViews seo) {
    this.media = media;
    this.seo = seo;
  }

  ProductPage.Builder page(
      Product product,
      Optional<Stock> stock,
      Optional<Price> price,
      Optional<ListReviewsResponse> reviews,
      List<Recommendation> related) {
    Money current = price.map(Price::getCurrent).orElse(product.getPrice());
    String status = stock.map(PageViews::status).orElse("unknown");
    ProductPage.Builder page =
        ProductPage.newBuilder()
            .setId(product.getId())
            .setName(product.getTitle())
            .setShortName(product.getShortTitle())
            .setDescription(product.getDescription())
            .setPrice(PriceViews.price(current))
            .putAllSpecifications(Specifications.named(product.getSpecificationsList()))
            .addAllHighlights(product.getHighlightsList())
            .setSeo(seo.seo(product, current, status, reviews.map(r -> r.getRating())))
            .setBrand(product.getBrand())
            .setGtin(product.getGtin())
            .setMpn(product.getMpn())
            .setCondition(condition(product))
            .setVariantGroupId(product.getItemGroupId())
            .setColor(product.getColor())
            .setMaterial(product.getMaterial())
            .setSize(product.getSize())
            .setEnergyEfficiencyClass(product.getEnergyEfficiencyClass())
            .setCountryOfOrigin(product.getCountryOfOrigin())
            .setWarrantyMonths(product.getWarrantyMonths())
            .setLaunchDate(product.getLaunchDate())
            .setUnitPricingMeasure(product.getUnitPricingMeasure())
            .setMultipack(Math.max(1, product.getMultipack()))
            .setAdult(product.getAdult())
            .setLink(product.getLink());
    for (harbor.catalog.v1.Image image : product.getImagesList()) {
      page.addImages(image(image));
    }
    for (Recommendation other : related) {
      page.addRelatedProducts(related(other));
    }
    addDimensions(page, product);
    addBreadcrumbs(page, product);
    price.filter(Price::hasSaving).ifPresent(sale -> addSale(page, sale));
    reviews.ifPresent(all -> addReviews(page, all));
    addStock(page, status, stock);
    return page;
  }

  private static void addSale(ProductPage.Builder page, Price sale) {
    Discount.Builder discount =
        Discount.newBuilder()
            .setPercent(sale.getDiscountBasisPoints() / 100)
            .setSaving(PriceViews.price(sale.getSaving()));
    if (sale.hasLowestBeforeSale()) {
      discount.setLowestBeforeSale(PriceViews.price(sale.getLowestBeforeSale()));
    }
    page.setOldPrice(PriceViews.price(sale.getList())).setDiscount(discount);
  }

  private static void addReviews(ProductPage.Builder page, ListReviewsResponse all) {
    for (harbor.reviews.v1.Review review : all.getReviewsList()) {
      page.addReviews(
          Review.newBuilder()
              .setId(review.getId())
              .setRating(review.getRating())
              .setTitle(review.getTitle())
              .setBody(review.getBody())
              .setAuthor(review.getAuthor())
              .setWrittenAt(
                  Instant.ofEpochSecond(
                          review.getWrittenAt().getSeconds(), review.getWrittenAt().getNanos())
                      .toString())
              .setVerifiedPurchase(review.getVerifiedPurchase()));
    }
    page.setRating(
        Rating.newBuilder()
            .setAverage(all.getRating().getAverageTenths() / 10f)
            .setCount(all.getRating().getCount())
            .addAllHistogram(all.getRating().getHistogramList()));
  }

  private static void addStock(ProductPage.Builder page, String status, Optional<Stock> from) {
    harbor.web.v1.Stock.Builder view = harbor.web.v1.Stock.newBuilder().setStatus(status);
    from.ifPresent(
        stock -> {
          view.setLeft(stock.getLow() ? Math.toIntExact(stock.getAvailable()) : 0);
          for (harbor.inventory.v1.PlaceStock place : stock.getPlacesList()) {
            view.addPlaces(
                PlaceStock.newBuilder()
                    .setPlaceId(place.getPlaceId())
                    .setName(place.getPlaceName())
                    .setPlenty(place.getAvailable() > 5));
          }
          if (stock.hasDelivery()) {
            page.setDelivery(
                Delivery.newBuilder()
                    .setEarliest(stock.getDelivery().getEarliest())
                    .setLatest(stock.getDelivery().getLatest()));
          }
        });
    page.setStock(view);
  }

  private Image image(harbor.catalog.v1.Image image) {
    return Image.newBuilder()
        .setUrl(media.url(image.getUrl(), 1920))
        .setMediumUrl(media.url(image.getUrl(), 400))
        .setThumbnailUrl(media.url(image.getUrl(), 120))
        .setAlt(image.getAlt())
        .build();
  }

  private RelatedProduct related(Recommendation other) {
    return RelatedProduct.newBuilder()
        .setId(other.getProductId())
        .setName(other.getTitle())
        .setImageUrl(media.url(other.getImageUrl(), 400))
        .setPrice(PriceViews.price(other.getPrice()))
        .setReason(
            other.getReason().name().replace("RECOMMENDATION_REASON_", "").toLowerCase(Locale.ROOT))
        .setLink("/p/" + other.getProductId())
        .build();
  }

  private static void addDimensions(ProductPage.Builder page, Product product) {
    Dimensions dimensions =
        Dimensions.newBuilder()
            .setWeightGrams(product.getShippingWeightGrams())
            .setLengthMm(product.getLengthMm())
            .setWidthMm(product.getWidthMm())
            .setHeightMm(product.getHeightMm())
            .build();
    if (!dimensions.equals(Dimensions.getDefaultInstance())) {
      page.setDimensions(dimensions);
    }
  }

  private static void addBreadcrumbs(ProductPage.Builder page, Product product) {
    StringBuilder link = new StringBuilder("/c");
    for (String name : product.getCategoryPathList()) {
      link.append('/').append(Slugs.of(name));
      page.addBreadcrumbs(Breadcrumb.newBuilder().setName(name).setLink(link.toString()));
    }
  }

  private static String status(Stock stock) {
    return switch (stock.getStatus()) {
      case STOCK_STATUS_AVAILABLE -> "available";
      case STOCK_STATUS_OUT_OF_STOCK -> "out_of_stock";
      case STOCK_STATUS_PREORDER -> "preorder";
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
