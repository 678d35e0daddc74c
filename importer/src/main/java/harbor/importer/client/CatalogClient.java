package harbor.importer.client;

import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.Specification;
import harbor.importer.feed.Detail;
import harbor.importer.feed.ProductData;
import harbor.importer.feed.ProductData.Attributes;
import harbor.importer.feed.ProductData.Condition;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.feed.ProductData.Offer;
import harbor.importer.feed.ProductData.Texts;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The catalogue over gRPC. */
public final class CatalogClient {
  /** The services' limit for one read. */
  static final int MAX_IDS = 100;

  /** What the service's contract gives such a read. */
  private static final Duration READ = Duration.ofSeconds(5);

  private final Calls<CatalogServiceBlockingStub> calls;

  CatalogClient(Channel channel, Calls.Pause pause) {
    this.calls = new Calls<>("catalog", CatalogServiceGrpc.newBlockingStub(channel), pause);
  }

  /** Handling days of a product. */
  public record Handling(int minDays, int maxDays) {}

  /** Stores products; they are shown from then on. */
  public BatchResult products(List<ProductData> products) {
    ImportProductsRequest.Builder request = ImportProductsRequest.newBuilder();
    products.forEach(product -> request.addProducts(message(product)));
    return Calls.result(calls.batch(stub -> stub.importProducts(request.build())).getReport());
  }

  /** The handling days of those products that the catalogue shows. */
  public Map<String, Handling> handling(List<String> ids) {
    Map<String, Handling> known = new HashMap<>();
    for (int from = 0; from < ids.size(); from += MAX_IDS) {
      BatchGetProductsRequest request =
          BatchGetProductsRequest.newBuilder()
              .addAllProductIds(ids.subList(from, Math.min(ids.size(), from + MAX_IDS)))
              .setView(ProductView.PRODUCT_VIEW_FULL)
              .build();
      for (Product product :
          calls.ask(READ, stub -> stub.batchGetProducts(request)).getProductsList()) {
        known.put(
            product.getId(),
            new Handling(product.getMinHandlingDays(), product.getMaxHandlingDays()));
      }
    }
    return known;
  }

  private static Product message(ProductData product) {
    Product.Builder message = Product.newBuilder().setId(product.id()).setPublished(true);
    addTexts(message, product.texts());
    addIdentity(message, product.identity(), product.texts().title());
    addOffer(message, product.offer());
    addAttributes(message, product.attributes());
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
