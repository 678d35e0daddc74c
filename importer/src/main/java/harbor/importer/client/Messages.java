package harbor.importer.client;

import com.google.protobuf.Timestamp;
import harbor.catalog.v1.CategoryPath;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.importer.feed.Detail;
import harbor.importer.feed.ProductData;
import harbor.importer.feed.ProductData.Attributes;
import harbor.importer.feed.ProductData.Condition;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.feed.ProductData.Offer;
import harbor.importer.feed.ProductData.Texts;
import harbor.importer.feed.SaleRange;
import harbor.importer.feed.StockData;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.pricing.v1.PriceRow;
import harbor.recommendations.v1.ProductProfile;
import harbor.type.v1.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What feeds say of a product, as each core service is told it. */
final class Messages {
  private Messages() {}

  static Product product(ProductData product, String source) {
    Product.Builder message =
        Product.newBuilder().setId(product.id()).setPublished(true).setSource(source);
    addTexts(message, product.texts());
    addIdentity(message, product.identity(), product.texts().title());
    addOffer(message, product.offer());
    addAttributes(message, product.attributes());
    return message.build();
  }

  static PriceRow price(ProductData product) {
    PriceRow.Builder message =
        PriceRow.newBuilder().setProductId(product.id()).setList(product.offer().list());
    Money sale = product.offer().sale();
    if (sale != null) {
      message.setSale(sale);
      SaleRange range = product.offer().saleRange();
      range.startsAt().ifPresent(start -> message.setSaleStartsAt(timestamp(start)));
      range.endsAt().ifPresent(end -> message.setSaleEndsAt(timestamp(end)));
    }
    return message.build();
  }

  private static Timestamp timestamp(Instant moment) {
    return Timestamp.newBuilder()
        .setSeconds(moment.getEpochSecond())
        .setNanos(moment.getNano())
        .build();
  }

  static ProductProfile profile(ProductData product) {
    List<String> images = product.identity().images();
    return ProductProfile.newBuilder()
        .setProductId(product.id())
        .setTitle(product.texts().title())
        .setImageUrl(images.isEmpty() ? "" : images.getFirst())
        .setLink(product.identity().link())
        .setPrice(product.offer().price())
        .setBrand(product.identity().brand())
        .addAllCategoryPath(product.identity().categoryPath())
        .setItemGroupId(product.identity().itemGroupId())
        .build();
  }

  static StockRow stock(StockData row) {
    StockRow.Builder message =
        StockRow.newBuilder()
            .setProductId(row.productId())
            .setStatus(
                switch (row.availability()) {
                  case IN_STOCK -> StockStatus.STOCK_STATUS_AVAILABLE;
                  case OUT_OF_STOCK, DISCONTINUED -> StockStatus.STOCK_STATUS_OUT_OF_STOCK;
                  case PREORDER -> StockStatus.STOCK_STATUS_PREORDER;
                  case BACKORDER -> StockStatus.STOCK_STATUS_BACKORDER;
                })
            .setMinHandlingDays(row.minHandlingDays())
            .setMaxHandlingDays(row.maxHandlingDays());
    if (row.availableFrom() != null) {
      message.setAvailableFrom(timestamp(row.availableFrom()));
    }
    for (StockData.PlaceCount count : row.counts()) {
      message.addQuantities(
          PlaceQuantity.newBuilder().setPlaceId(count.placeId()).setOnHand(count.onHand()));
    }
    return message.build();
  }

  private static void addTexts(Product.Builder message, Texts texts) {
    message
        .setTitle(texts.title())
        .setShortTitle(texts.shortTitle())
        .setDescription(texts.description())
        .addAllHighlights(texts.highlights())
        .setSeoTitle(texts.seoTitle())
        .setSeoDescription(texts.seoDescription());
  }

  private static void addIdentity(Product.Builder message, Identity identity, String title) {
    List<Image> images = new ArrayList<>();
    identity
        .images()
        .forEach(url -> images.add(Image.newBuilder().setUrl(url).setAlt(title).build()));
    message
        .setBrand(identity.brand())
        .setGtin(identity.gtin())
        .setMpn(identity.mpn())
        .setCondition(condition(identity.condition()))
        .addAllCategoryPath(identity.categoryPath())
        .addAllFurtherCategoryPaths(
            identity.furtherPaths().stream()
                .map(path -> CategoryPath.newBuilder().addAllNames(path).build())
                .toList())
        .setItemGroupId(identity.itemGroupId())
        .setLink(identity.link())
        .addAllImages(images)
        .setCountryOfOrigin(identity.countryOfOrigin())
        .setSourceFeed(identity.sourceFeed());
  }

  private static harbor.catalog.v1.Condition condition(Condition condition) {
    return switch (condition) {
      case UNSPECIFIED -> harbor.catalog.v1.Condition.CONDITION_UNSPECIFIED;
      case NEW -> harbor.catalog.v1.Condition.CONDITION_NEW;
      case REFURBISHED -> harbor.catalog.v1.Condition.CONDITION_REFURBISHED;
      case USED -> harbor.catalog.v1.Condition.CONDITION_USED;
    };
  }

  private static void addOffer(Product.Builder message, Offer offer) {
    message
        .setListPrice(offer.list())
        .setPrice(offer.price())
        .setMinHandlingDays(offer.minHandlingDays())
        .setMaxHandlingDays(offer.maxHandlingDays())
        .setWarrantyMonths(offer.warrantyMonths())
        .setTaxCategory(offer.taxCategory())
        .setLaunchDate(offer.launchDate())
        .setAdult(offer.adult())
        .setMultipack(offer.multipack())
        .setUnitPricingMeasure(offer.unitPricingMeasure())
        .addAllSegmentTags(offer.segmentTags());
    if (offer.expiresAt() != null) {
      message.setExpiresAt(timestamp(offer.expiresAt()));
    }
    if (offer.cost() != null) {
      message.setSupplierCost(offer.cost());
    }
  }

  private static void addAttributes(Product.Builder message, Attributes attributes) {
    message
        .setColor(attributes.color())
        .setMaterial(attributes.material())
        .setSize(attributes.size())
        .setShippingWeightGrams(attributes.weightGrams())
        .setLengthMm(attributes.lengthMillimetres())
        .setWidthMm(attributes.widthMillimetres())
        .setHeightMm(attributes.heightMillimetres())
        .setEnergyEfficiencyClass(attributes.energyClass());
    for (Detail detail : attributes.details()) {
      message.addSpecifications(
          Specification.newBuilder()
              .setSection(detail.section())
              .setName(detail.name())
              .setValue(detail.value()));
    }
  }
}
