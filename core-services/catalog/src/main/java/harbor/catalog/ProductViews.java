package harbor.catalog;

import harbor.catalog.product.Identity;
import harbor.catalog.product.Internal;
import harbor.catalog.product.Listing;
import harbor.catalog.product.Pricing;
import harbor.catalog.product.Texts;
import harbor.catalog.product.Traits;
import harbor.catalog.v1.CategoryPath;
import harbor.catalog.v1.Condition;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.Specification;
import harbor.kit.service.row.Timestamps;
import java.time.LocalDate;

/** The product message from a stored product. */
final class ProductViews {
  private ProductViews() {}

  /** What the entry holds. */
  static Product of(StoredProduct entry) {
    return switch (entry) {
      case StoredProduct.Card card -> card(card);
      case StoredProduct.Full full -> full(full);
    };
  }

  /** Everything but what is internal. */
  static Product shown(StoredProduct.Full full) {
    return full(full).toBuilder()
        .clearSupplierCost()
        .clearSegmentTags()
        .clearSourceFeed()
        .clearSupplierId()
        .build();
  }

  private static Product card(StoredProduct.Card card) {
    Product.Builder view =
        Product.newBuilder()
            .setId(card.id().value())
            .setTitle(card.title())
            .setShortTitle(card.shortTitle())
            .setBrand(card.brand())
            .setListPrice(card.listPrice().message())
            .setPrice(card.price().message());
    card.image().ifPresent(image -> view.addImages(image(image)));
    return view.build();
  }

  private static Product full(StoredProduct.Full full) {
    harbor.catalog.product.Product product = full.product();
    Product.Builder view = Product.newBuilder().setId(product.id().value());
    texts(product.texts(), view);
    identity(product.identity(), view);
    pricing(product.pricing(), view);
    product.images().forEach(image -> view.addImages(image(image)));
    product.specifications().forEach(line -> view.addSpecifications(specification(line)));
    traits(product.traits(), view);
    view.setShippingWeightGrams(product.measures().shippingWeightGrams())
        .setLengthMm(product.measures().lengthMm())
        .setWidthMm(product.measures().widthMm())
        .setHeightMm(product.measures().heightMm())
        .setMinHandlingDays(product.handling().min())
        .setMaxHandlingDays(product.handling().max());
    listing(product.listing(), view);
    internal(product.internal(), view);
    return view.setWithdrawn(full.isWithdrawn()).setAudit(full.audit().message()).build();
  }

  private static void texts(Texts texts, Product.Builder view) {
    view.setTitle(texts.title())
        .setShortTitle(texts.shortTitle())
        .setDescription(texts.description())
        .addAllHighlights(texts.highlights())
        .setSeoTitle(texts.seoTitle())
        .setSeoDescription(texts.seoDescription());
  }

  private static void identity(Identity identity, Product.Builder view) {
    view.setBrand(identity.brand())
        .setGtin(identity.gtin())
        .setMpn(identity.mpn())
        .setCondition(condition(identity.condition()))
        .setItemGroupId(identity.itemGroupId());
  }

  private static void pricing(Pricing pricing, Product.Builder view) {
    view.setListPrice(pricing.listPrice().message())
        .setPrice(pricing.price().message())
        .setTaxCategory(pricing.taxCategory())
        .setMultipack(pricing.multipack())
        .setUnitPricingMeasure(pricing.unitPricingMeasure());
  }

  private static void traits(Traits traits, Product.Builder view) {
    view.setColor(traits.color())
        .setMaterial(traits.material())
        .setSize(traits.size())
        .setEnergyEfficiencyClass(traits.energyEfficiencyClass())
        .setCountryOfOrigin(traits.countryOfOrigin())
        .setWarrantyMonths(traits.warrantyMonths())
        .setAdult(traits.adult());
  }

  private static void listing(Listing listing, Product.Builder view) {
    listing
        .furtherPaths()
        .forEach(path -> view.addFurtherCategoryPaths(CategoryPath.newBuilder().addAllNames(path)));
    view.addAllCategoryPath(listing.categoryPath())
        .setLink(listing.link())
        .setLaunchDate(listing.launchDate().map(LocalDate::toString).orElse(""))
        .setPublished(listing.published());
    listing.expiresAt().ifPresent(moment -> view.setExpiresAt(Timestamps.of(moment)));
  }

  private static void internal(Internal internal, Product.Builder view) {
    internal.supplierCost().ifPresent(cost -> view.setSupplierCost(cost.message()));
    view.addAllSegmentTags(internal.segmentTags())
        .setSourceFeed(internal.sourceFeed())
        .setSupplierId(internal.supplierId())
        .setSource(internal.source());
  }

  private static Image image(harbor.catalog.product.Image image) {
    return Image.newBuilder().setUrl(image.url()).setAlt(image.alt()).build();
  }

  private static Specification specification(harbor.catalog.product.Specification line) {
    return Specification.newBuilder()
        .setSection(line.section())
        .setName(line.name())
        .setValue(line.value())
        .build();
  }

  private static Condition condition(harbor.catalog.product.Condition condition) {
    return switch (condition) {
      case NOT_SAID -> Condition.CONDITION_UNSPECIFIED;
      case NEW -> Condition.CONDITION_NEW;
      case REFURBISHED -> Condition.CONDITION_REFURBISHED;
      case USED -> Condition.CONDITION_USED;
    };
  }
}
