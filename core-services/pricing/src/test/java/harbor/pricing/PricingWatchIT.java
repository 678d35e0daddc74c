package harbor.pricing;

import harbor.kit.service.WatchContract;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.type.v1.Money;
import java.util.Set;

/** Prices are watched while they are imported. */
class PricingWatchIT extends WatchContract {
  PricingWatchIT() {
    super(Pricing.PROCESS, PricingServiceGrpc.getWatchPricesMethod());
  }

  @Override
  protected Set<String> importVersion(int version) {
    PricingServiceGrpc.newBlockingStub(core.channel())
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

  private static PriceRow row(String productId, long minor) {
    return PriceRow.newBuilder()
        .setProductId(productId)
        .setList(Money.newBuilder().setMinor(minor).setCurrency("EUR"))
        .build();
  }
}
