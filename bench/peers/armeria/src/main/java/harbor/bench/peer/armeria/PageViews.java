package harbor.bench.peer.armeria;

import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.Recommendation;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.shipping.v1.ProductDelivery;
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
import java.util.function.Consumer;
import java.util.function.IntConsumer;

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
      List<Recommendation> related,
      Optional<ProductDelivery> delivery) {
    Money current = price.map(Price::getCurrent).orElse(product.getPrice());
    String status = stock.map(PageViews::status).orElse("unknown");
    ProductPage.Builder page =
        ProductPage.newBuilder()
            .setId(product.getId())
            .setName(product.getTitle())
            .setShortName(product.getShortTitle())
            .setPrice(PriceViews.price(current))
            .putAllSpecifications(Specifications.named(product.getSpecificationsList()))
            .addAllHighlights(product.getHighlightsList())
            .setSeo(seo.seo(product, current, status, reviews.map(r -> r.getRating())))
            .setCondition(condition(product))
            .setMultipack(Math.max(1, product.getMultipack()))
            .setAdult(product.getAdult())
            .setLink(product.getLink());
    known(product.getDescription(), page::setDescription);
    known(product.getBrand(), page::setBrand);
    known(product.getGtin(), page::setGtin);
    known(product.getMpn(), page::setMpn);
    known(product.getItemGroupId(), page::setVariantGroupId);
    known(product.getColor(), page::setColor);
    known(product.getMaterial(), page::setMaterial);
    known(product.getSize(), page::setSize);
    known(product.getEnergyEfficiencyClass(), page::setEnergyEfficiencyClass);
    known(product.getCountryOfOrigin(), page::setCountryOfOrigin);
    known(product.getLaunchDate(), page::setLaunchDate);
    known(product.getUnitPricingMeasure(), page::setUnitPricingMeasure);
    known(product.getWarrantyMonths(), page::setWarrantyMonths);
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
    delivery
        .filter(ProductDelivery::hasWindow)
        .ifPresent(
            promised ->
                page.setDelivery(
                    Delivery.newBuilder()
                        .setEarliest(promised.getWindow().getEarliest())
                        .setLatest(promised.getWindow().getLatest())));
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
      Review.Builder view = page.addReviewsBuilder();
      known(review.getTitle(), view::setTitle);
      known(review.getBody(), view::setBody);
      known(review.getAuthor(), view::setAuthor);
      view.setId(review.getId())
          .setRating(review.getRating())
          .setWrittenAt(
              Instant.ofEpochSecond(
                      review.getWrittenAt().getSeconds(), review.getWrittenAt().getNanos())
                  .toString())
          .setVerifiedPurchase(review.getVerifiedPurchase());
    }
    Rating.Builder rating = page.getRatingBuilder();
    if (all.getRating().getCount() > 0) {
      rating.setAverage(all.getRating().getAverageTenths() / 10f);
    }
    rating.setCount(all.getRating().getCount()).addAllHistogram(all.getRating().getHistogramList());
  }

  private static void addStock(ProductPage.Builder page, String status, Optional<Stock> from) {
    harbor.web.v1.Stock.Builder view = harbor.web.v1.Stock.newBuilder().setStatus(status);
    from.ifPresent(
        stock -> {
          if (stock.getLow()) {
            view.setLeft(Math.toIntExact(stock.getAvailable()));
          }
          for (harbor.inventory.v1.PlaceStock place : stock.getPlacesList()) {
            view.addPlaces(
                PlaceStock.newBuilder()
                    .setPlaceId(place.getPlaceId())
                    .setName(place.getPlaceName())
                    .setPlenty(place.getAvailable() > 5));
          }
        });
    page.setStock(view);
  }

  private Image image(harbor.catalog.v1.Image image) {
    Image.Builder view = Image.newBuilder();
    known(image.getAlt(), view::setAlt);
    return view.setUrl(media.url(image.getUrl(), 1920))
        .setMediumUrl(media.url(image.getUrl(), 400))
        .setThumbnailUrl(media.url(image.getUrl(), 120))
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
    Dimensions.Builder dimensions = Dimensions.newBuilder();
    known(product.getShippingWeightGrams(), dimensions::setWeightGrams);
    known(product.getLengthMm(), dimensions::setLengthMm);
    known(product.getWidthMm(), dimensions::setWidthMm);
    known(product.getHeightMm(), dimensions::setHeightMm);
    if (!dimensions.build().equals(Dimensions.getDefaultInstance())) {
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

  private static void known(String text, Consumer<String> says) {
    if (!text.isEmpty()) {
      says.accept(text);
    }
  }

  private static void known(int number, IntConsumer says) {
    if (number != 0) {
      says.accept(number);
    }
  }
}
