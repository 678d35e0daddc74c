package harbor.mobile;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.PageTraces;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore;
import harbor.scripted.ScriptedStore.RunningBff;
import io.grpc.MethodDescriptor;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The product page's traces; the kept trees are in {@code src/test/resources/golden}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT extends PageTraces {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  @RegisterExtension private final ScriptedStore store = MobileStore.endless(spans);

  @Override
  protected ScriptedStore store() {
    return store;
  }

  @Override
  protected InMemorySpanExporter spans() {
    return spans;
  }

  @Override
  protected String page() {
    return MobileStore.PRODUCT;
  }

  @Override
  protected List<MethodDescriptor<?, ?>> methods() {
    return List.of(
        CatalogServiceGrpc.getGetProductMethod(),
        InventoryServiceGrpc.getGetStockMethod(),
        ReviewsServiceGrpc.getGetRatingMethod());
  }

  @Override
  protected RunningBff inProduction(ScriptedCores cores) {
    return MobileStore.start(cores, InMemorySpanExporter.create(), UnaryOperator.identity());
  }

  @Override
  protected Duration budget() {
    return Duration.ofMillis(200);
  }
}
