package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceBlockingStub;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PricingIT {
  private final SettableClock clock = new SettableClock();
  private final TestCore core = TestCore.start(Pricing.PROCESS, clock);
  private final PricingServiceBlockingStub pricing =
      PricingServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void close() {
    core.close();
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
    core.assertFails(
        () -> pricing.getPrice(get("")), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
    core.assertFails(() -> pricing.getPrice(get("HB1")), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
    core.assertFails(
        () ->
            pricing.batchGetPrices(BatchGetPricesRequest.newBuilder().addProductIds("a/b").build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PRODUCT_ID");
    core.assertFails(
        () ->
            pricing.batchGetPrices(
                BatchGetPricesRequest.newBuilder()
                    .addAllProductIds(Collections.nCopies(101, "HB1"))
                    .build()),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
    core.assertFails(
        () -> put(Collections.nCopies(1001, row("HB1", 1)).toArray(PriceRow[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
  }

  private ImportReport put(PriceRow... rows) {
    ImportPricesRequest.Builder request = ImportPricesRequest.newBuilder();
    for (PriceRow row : rows) {
      request.addRows(row);
    }
    return pricing.importPrices(request.build()).getReport();
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
