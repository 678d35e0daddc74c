package harbor.pricing;

import harbor.kit.service.Changes;
import harbor.kit.service.GrpcSettings;
import harbor.kit.service.TestChannel;
import harbor.kit.service.TestDatabase;
import harbor.kit.service.WatchContract;
import harbor.kit.service.Watcher;
import harbor.observability.Telemetry;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.WatchPricesRequest;
import harbor.pricing.v1.WatchPricesResponse;
import harbor.type.v1.Money;
import io.grpc.ManagedChannel;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Prices are watched while they are imported. */
class PricingWatchIT extends WatchContract {
  private final Telemetry telemetry = Telemetry.recording("pricing", InMemorySpanExporter.create());
  private final Pricing service =
      Pricing.start(
          new PricingSettings(
              new GrpcSettings("pricing", "127.0.0.1", 0, Duration.ofSeconds(1)),
              TestDatabase.fresh("pricing")),
          telemetry);
  private final ManagedChannel channel = TestChannel.open(service.port());

  @AfterEach
  void close() {
    channel.shutdownNow();
    service.close();
    telemetry.close();
  }

  @Override
  protected Set<String> importVersion(int version) {
    PricingServiceGrpc.newBlockingStub(channel)
        .importPrices(
            ImportPricesRequest.newBuilder()
                .addRows(row("same", 1_000))
                .addRows(row("changing", version))
                .addRows(row("new-" + version, 1_000))
                .build());
    return version == 1
        ? Set.of("same", "changing", "new-1")
        : Set.of("changing", "new-" + version);
  }

  @Override
  protected void watch(String resumeToken, Watcher watcher) {
    PricingServiceGrpc.newStub(channel)
        .watchPrices(
            WatchPricesRequest.newBuilder().setResumeToken(resumeToken).build(),
            watcher.<WatchPricesRequest, WatchPricesResponse>reading(
                response -> changes(response.getChanges())));
  }

  @Override
  protected Telemetry telemetry() {
    return telemetry;
  }

  @Override
  protected void stop() {
    service.close();
  }

  private static PriceRow row(String productId, long minor) {
    return PriceRow.newBuilder()
        .setProductId(productId)
        .setList(Money.newBuilder().setMinor(minor).setCurrency("EUR"))
        .build();
  }

  private static Changes changes(harbor.type.v1.Changes changes) {
    return new Changes(changes.getResumeToken(), changes.getReset(), changes.getIdsList());
  }
}
