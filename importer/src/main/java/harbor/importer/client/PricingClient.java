package harbor.importer.client;

import harbor.importer.feed.ProductData;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceBlockingStub;
import harbor.type.v1.Money;
import io.grpc.Channel;
import java.util.List;

/** Prices over gRPC. */
public final class PricingClient {
  private final Calls<PricingServiceBlockingStub> calls;

  PricingClient(Channel channel, Calls.Pause pause) {
    this.calls = new Calls<>("pricing", PricingServiceGrpc.newBlockingStub(channel), pause);
  }

  /** Stores what the products cost, and while they are on sale. */
  public BatchResult prices(List<ProductData> products) {
    ImportPricesRequest.Builder request = ImportPricesRequest.newBuilder();
    products.forEach(product -> request.addRows(message(product)));
    return Calls.result(calls.batch(stub -> stub.importPrices(request.build())).getReport());
  }

  private static PriceRow message(ProductData product) {
    PriceRow.Builder message =
        PriceRow.newBuilder().setProductId(product.id()).setList(product.offer().list());
    Money sale = product.offer().sale();
    if (sale != null) {
      message.setSale(sale);
    }
    return message.build();
  }
}
