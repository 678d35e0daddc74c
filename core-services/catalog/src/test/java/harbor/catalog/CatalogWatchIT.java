package harbor.catalog;

import static harbor.catalog.ProductRows.least;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.Product;
import harbor.kit.service.WatchContract;
import harbor.kit.service.Watcher;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Products are watched while they are imported. */
class CatalogWatchIT extends WatchContract {
  CatalogWatchIT() {
    super(Catalog.PROCESS, CatalogServiceGrpc.getWatchProductsMethod());
  }

  @Test
  void hiding_isAnnounced_andSoIsShowing() {
    send(least("a").build());
    Watcher watcher = watching("");

    send(least("a").setPublished(false).build());
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));
    send(least("a").setPublished(true).build());
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a", "a"));
  }

  @Override
  protected Set<String> importVersion(int version) {
    send(
        least("same").build(),
        least("changing").setTitle("Version " + version).build(),
        least("new-" + version).build());
    return version == 1
        ? Set.of("same", "changing", "new-1")
        : Set.of("changing", "new-" + version);
  }

  private void send(Product... rows) {
    CatalogServiceGrpc.newBlockingStub(core.channel())
        .importProducts(ImportProductsRequest.newBuilder().addAllProducts(List.of(rows)).build());
  }
}
