package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;
import harbor.kit.service.TestChannel;
import harbor.kit.service.TestDatabase;
import harbor.observability.Telemetry;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceBlockingStub;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PricingIT {
  private final Telemetry telemetry = Telemetry.recording("pricing", InMemorySpanExporter.create());
  private final DatabaseSettings database = TestDatabase.fresh("pricing");
  private final SettableClock clock = new SettableClock();
  private final Pricing service = Pricing.start(settings(0), telemetry, clock);
  private final ManagedChannel channel = TestChannel.open(service.port());
  private final PricingServiceBlockingStub pricing = PricingServiceGrpc.newBlockingStub(channel);

  @AfterEach
  void close() {
    channel.shutdownNow();
    service.close();
    telemetry.close();
  }

  private PricingSettings settings(int port) {
    return new PricingSettings(
        new GrpcSettings("pricing", "127.0.0.1", port, Duration.ofSeconds(1)), database);
  }

  @Test
  void importedPrices_areGivenAgain() {
    put(row("HB1", 4990), row("HB2", 1000));
    clock.advance(Duration.ofDays(1));
    put(row("HB2", 1000).toBuilder().setSale(eur(800)).build());

    Price price = pricing.getPrice(get("HB2")).getPrice();

    assertThat(price.getCurrent()).isEqualTo(eur(800));
    assertThat(price.getLowestBeforeSale()).isEqualTo(eur(1000));
    assertThat(price.getAudit().getVersion()).isEqualTo(2);
    assertThat(
            pricing
                .batchGetPrices(
                    BatchGetPricesRequest.newBuilder()
                        .addProductIds("HB2")
                        .addProductIds("HB9")
                        .addProductIds("HB1")
                        .build())
                .getPricesList())
        .extracting(Price::getProductId)
        .containsExactly("HB2", "HB1");
  }

  @Test
  void importPrices_changesNothing_whenRepeated() {
    assertThat(put(row("HB1", 1), row("HB2", 2)).getCreated()).isEqualTo(2);
    Price before = pricing.getPrice(get("HB1")).getPrice();
    clock.advance(Duration.ofDays(1));

    ImportReport report = put(row("HB1", 1), row("HB2", 2));

    assertThat(report).isEqualTo(ImportReport.newBuilder().setUnchanged(2).build());
    assertThat(pricing.getPrice(get("HB1")).getPrice()).isEqualTo(before);
  }

  @Test
  void importPrices_takesTheLaterRow_whenAKeyIsThereTwice() {
    ImportReport report = put(row("HB1", 1), row("HB1", 2));

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(pricing.getPrice(get("HB1")).getPrice().getList()).isEqualTo(eur(2));
  }

  @Test
  void errors_carryReasonAndDomain() {
    assertEnds(() -> pricing.getPrice(get("")), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
    assertEnds(() -> pricing.getPrice(get("HB1")), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
    assertEnds(
        () ->
            pricing.batchGetPrices(BatchGetPricesRequest.newBuilder().addProductIds("a/b").build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PRODUCT_ID");
    assertEnds(
        () ->
            pricing.batchGetPrices(
                BatchGetPricesRequest.newBuilder()
                    .addAllProductIds(Collections.nCopies(101, "HB1"))
                    .build()),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
    assertEnds(
        () -> put(Collections.nCopies(1001, row("HB1", 1)).toArray(PriceRow[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
  }

  @Test
  void health_isServing() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void call_endsAtItsDeadline_whenTheTableIsLocked_andGoesOnWithoutTheLock() throws Exception {
    put(row("HB1", 1));
    try (Connection other = DriverManager.getConnection(database.url())) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE pricing.prices");

      StatusRuntimeException ended =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> pricing.withDeadlineAfter(200, TimeUnit.MILLISECONDS).getPrice(get("HB1")));

      assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      other.rollback();
    }

    assertThat(pricing.withDeadlineAfter(10, TimeUnit.SECONDS).getPrice(get("HB1")).hasPrice())
        .isTrue();
  }

  @Test
  void start_failsWithOneSentence_whenThePortIsInUse() {
    assertThatThrownBy(() -> Pricing.start(settings(service.port()), telemetry))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("HARBOR_PRICING_PORT");
  }

  private ImportReport put(PriceRow... rows) {
    ImportPricesRequest.Builder request = ImportPricesRequest.newBuilder();
    for (PriceRow row : rows) {
      request.addRows(row);
    }
    return pricing.importPrices(request.build()).getReport();
  }

  private static void assertEnds(ThrowingCallable call, Status.Code code, String reason) {
    StatusRuntimeException ended = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(ended.getStatus().getCode()).isEqualTo(code);
    assertThat(errorInfo(ended))
        .isEqualTo(ErrorInfo.newBuilder().setReason(reason).setDomain("pricing.harbor").build());
  }

  private static ErrorInfo errorInfo(StatusRuntimeException ended) {
    com.google.rpc.Status status = StatusProto.fromThrowable(ended);
    if (status == null) {
      throw new AssertionError("No status", ended);
    }
    try {
      return status.getDetails(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static GetPriceRequest get(String id) {
    return GetPriceRequest.newBuilder().setProductId(id).build();
  }

  private static PriceRow row(String id, long list) {
    return PriceRow.newBuilder().setProductId(id).setList(eur(list)).build();
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }
}
