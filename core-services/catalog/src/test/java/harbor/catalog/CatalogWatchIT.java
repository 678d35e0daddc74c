package harbor.catalog;

import static harbor.catalog.ProductRows.least;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.WatchProductsRequest;
import harbor.catalog.v1.WatchProductsResponse;
import harbor.kit.service.Changes;
import harbor.kit.service.WatchContract;
import harbor.kit.service.Watcher;
import harbor.observability.Telemetry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products are watched while they are imported. */
class CatalogWatchIT extends WatchContract {
  private final RunningCatalog catalog = new RunningCatalog();

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void hiding_isAnnounced_andSoIsShowing() {
    send(least("a").build());
    Watcher watcher = new Watcher();
    watch("", watcher);
    await().until(() -> !watcher.told().isEmpty());

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

  @Override
  protected void watch(String resumeToken, Watcher watcher) {
    CatalogServiceGrpc.newStub(catalog.channel())
        .watchProducts(
            WatchProductsRequest.newBuilder().setResumeToken(resumeToken).build(),
            watcher.<WatchProductsRequest, WatchProductsResponse>reading(
                response -> changes(response.getChanges())));
  }

  @Override
  protected Telemetry telemetry() {
    return catalog.telemetry();
  }

  @Override
  protected void stop() {
    catalog.stop();
  }

  private void send(Product... rows) {
    catalog
        .client()
        .importProducts(ImportProductsRequest.newBuilder().addAllProducts(List.of(rows)).build());
  }

  private static Changes changes(harbor.type.v1.Changes changes) {
    return new Changes(changes.getResumeToken(), changes.getReset(), changes.getIdsList());
  }
}
