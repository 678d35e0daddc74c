package harbor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.Golden;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore;
import harbor.scripted.ScriptedStore.RunningBff;
import harbor.scripted.Visitor.Answer;
import harbor.watch.v1.Error;
import harbor.watch.v1.Product;
import harbor.watch.v1.StockStatus;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductPageIT {
  private static final String PATH = "/watch/v1/products/HB1001";
  private static final int PATIENCE = 12;

  @RegisterExtension
  private static final ScriptedStore STORE = new ScriptedStore(PATH, ProductPageIT::start);

  @Test
  void page_isTheKeptOne() throws InvalidProtocolBufferException {
    STORE.cores().sell(CoreProduct.rich());

    Answer protobuf = STORE.visitor().get(PATH);
    Answer json = STORE.visitor().get(PATH, "accept", "application/json");

    assertThat(protobuf.isWhole()).isTrue();
    assertThat(protobuf.header("content-type")).isEqualTo("application/x-protobuf");
    assertThat(protobuf.body()).hasSizeLessThanOrEqualTo(16);
    Golden.assertKept(
        "product.textproto",
        TextFormat.printer().printToString(Product.parseFrom(protobuf.body())));
    Golden.assertKept("product.json", json.text());
  }

  @ParameterizedTest
  @CsvSource({"INVENTORY, inventory.stock", "REVIEWS, reviews.rating"})
  void page_namesTheCall_whileItsServiceIsDown(Core core, String call)
      throws InvalidProtocolBufferException {
    STORE.cores().stop(core);

    Answer degraded = STORE.visitor().get(PATH);

    assertThat(degraded.header("x-degraded")).isEqualTo(call);
    Product product = Product.parseFrom(degraded.body());
    assertThat(product.getPrice()).isEqualTo(4_990);
    assertThat(product.getStockStatus() == StockStatus.STOCK_STATUS_UNSPECIFIED)
        .isEqualTo(core == Core.INVENTORY);
    assertThat(product.getRatingTenths()).isEqualTo(core == Core.REVIEWS ? 0 : 46);
  }

  @Test
  void page_isAnError_whenThereIsNoPrice() throws InvalidProtocolBufferException {
    STORE
        .cores()
        .script(
            PricingServiceGrpc.getGetPriceMethod(),
            Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT"));

    Answer missing = STORE.visitor().get(PATH);

    assertThat(missing.status()).isEqualTo(404);
    assertThat(Error.parseFrom(missing.body()))
        .isEqualTo(
            Error.newBuilder()
                .setCode("PRODUCT_NOT_FOUND")
                .setMessage("There is nothing with this id.")
                .setTraceId(missing.header("x-trace-id"))
                .build());
  }

  private static RunningBff start(ScriptedCores cores) {
    Telemetry telemetry = Telemetry.recording("watch-bff", InMemorySpanExporter.create());
    BffProcess.Running bff =
        WatchBff.PROCESS.start(
            Environment.of(
                Map.of(
                    "HARBOR_WATCH_BFF_PORT",
                    "0",
                    "HARBOR_DRAIN_MS",
                    "0",
                    "HARBOR_CACHE",
                    "off",
                    "HARBOR_PRICING_TARGET",
                    cores.target(Core.PRICING),
                    "HARBOR_INVENTORY_TARGET",
                    cores.target(Core.INVENTORY),
                    "HARBOR_REVIEWS_TARGET",
                    cores.target(Core.REVIEWS))),
            telemetry,
            deadline -> deadline.multipliedBy(PATIENCE));
    return new RunningBff(
        bff.port(),
        Map.of(
            PricingServiceGrpc.getGetPriceMethod().getFullMethodName(),
            Duration.ofMillis(100L * PATIENCE),
            InventoryServiceGrpc.getGetStockMethod().getFullMethodName(),
            Duration.ofMillis(80L * PATIENCE),
            ReviewsServiceGrpc.getGetRatingMethod().getFullMethodName(),
            Duration.ofMillis(80L * PATIENCE)),
        () -> {
          bff.close();
          telemetry.close();
        });
  }
}
