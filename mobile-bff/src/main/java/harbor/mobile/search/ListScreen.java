package harbor.mobile.search;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.clients.CatalogClient;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.mobile.v1.ListedProduct;
import harbor.mobile.v1.ProductList;
import harbor.screens.Known;
import harbor.screens.MoneyViews;
import java.util.Locale;

/** {@code GET /mobile/v1/products}: cards of four fields, from one call. */
public final class ListScreen {
  private static final int THUMBNAIL = 400;

  private ListScreen() {}

  /** Asks the catalogue, which has copies of price and stock for this. */
  public static Screen<SearchProductsRequest, ProductList> of(
      CatalogClient catalog, MediaUrls media) {
    var found = critical("catalog.search", catalog.search).within(ofMillis(300));
    return Plan.of("mobile.products", ofMillis(400), found)
        .shows(parts -> view(parts.of(found), media, parts.language()));
  }

  static ProductList view(SearchProductsResponse found, MediaUrls media, Locale language) {
    ProductList.Builder list = ProductList.newBuilder().setTotal(found.getTotal());
    found.getProductsList().forEach(product -> list.addProducts(card(product, media, language)));
    Known.text(found.getNextPageToken(), list::setNextPageToken);
    return list.build();
  }

  private static ListedProduct card(FoundProduct product, MediaUrls media, Locale language) {
    ListedProduct.Builder card =
        ListedProduct.newBuilder()
            .setProductId(product.getId())
            .setTitle(product.getShortTitle())
            .setPriceFormatted(MoneyViews.text(product.getPrice(), language));
    if (product.hasImage()) {
      card.setThumbnailUrl(media.url(product.getImage().getUrl(), THUMBNAIL));
    }
    return card.build();
  }
}
