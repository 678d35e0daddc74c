package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Timestamp;
import harbor.kit.service.FakeChangeFeed;
import harbor.kit.service.InProcessCore;
import harbor.kit.service.SettableClock;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceBlockingStub;
import harbor.pricing.v1.WatchPricesRequest;
import harbor.pricing.v1.WatchPricesResponse;
import harbor.type.v1.Audit;
import harbor.type.v1.Changes;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PricingServiceTest {
  private final SettableClock clock = new SettableClock();
  private final FakePriceStore store = new FakePriceStore(clock);
  private final FakeChangeFeed changes = new FakeChangeFeed();
  private final InProcessCore core = InProcessCore.serving(new PricingService(store, changes));
  private final PricingServiceBlockingStub pricing =
      PricingServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void stop() {
    core.close();
  }

  @Test
  void watchPrices_tellsWhatTheWatchTells() {
    changes.tell(
        Changes.newBuilder().setResumeToken("one").addIds("HB1").build(),
        Changes.newBuilder().setResumeToken("two").setReset(true).build());

    assertThat(
            ImmutableList.copyOf(
                pricing.watchPrices(
                    WatchPricesRequest.newBuilder().setResumeToken("before").build())))
        .extracting(WatchPricesResponse::getChanges)
        .containsExactly(
            Changes.newBuilder().setResumeToken("one").addIds("HB1").build(),
            Changes.newBuilder().setResumeToken("two").setReset(true).build());
    assertThat(changes.resumeTokens()).containsExactly("before");
  }

  @Test
  void getPrice_saysEverything_whenThereIsASale() {
    clock.set("2026-01-01T00:00:00Z");
    store.put(List.of(StatedPrice.regular("HB1", 4990, "EUR")));
    clock.set("2026-01-31T00:00:00Z");
    store.put(List.of(StatedPrice.regular("HB1", 4990, "EUR").onSale(Sale.unbounded(2990), "EUR")));

    Price price =
        pricing.getPrice(GetPriceRequest.newBuilder().setProductId("HB1").build()).getPrice();

    assertThat(price)
        .isEqualTo(
            Price.newBuilder()
                .setProductId("HB1")
                .setCurrent(eur(2990))
                .setList(eur(4990))
                .setDiscountBasisPoints(4008)
                .setSaving(eur(2000))
                .setLowestBeforeSale(eur(4990))
                .setSale(harbor.pricing.v1.Sale.newBuilder().setPrice(eur(2990)))
                .setAudit(
                    Audit.newBuilder()
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(1767225600))
                        .setCreatedBy("pricing")
                        .setUpdatedAt(Timestamp.newBuilder().setSeconds(1769817600))
                        .setUpdatedBy("pricing")
                        .setVersion(2))
                .build());
  }

  @Test
  void getPrice_saysNothingOfASale_whenThereIsNone() {
    store.put(List.of(StatedPrice.regular("HB1", 4990, "EUR")));

    Price price =
        pricing.getPrice(GetPriceRequest.newBuilder().setProductId("HB1").build()).getPrice();

    assertThat(price.getCurrent()).isEqualTo(price.getList());
    assertThat(price.getDiscountBasisPoints()).isZero();
    assertThat(price.hasSaving()).isFalse();
    assertThat(price.hasLowestBeforeSale()).isFalse();
  }

  @Test
  void batchGetPrices_answersAnIdOnce_whenItIsGivenTwice() {
    store.put(List.of(StatedPrice.regular("HB1", 4990, "EUR")));

    List<Price> prices =
        pricing
            .batchGetPrices(
                BatchGetPricesRequest.newBuilder()
                    .addProductIds("HB1")
                    .addProductIds("HB2")
                    .addProductIds("HB1")
                    .build())
            .getPricesList();

    assertThat(prices).extracting(Price::getProductId).containsExactly("HB1");
  }

  @Test
  void importPrices_reportsRefusedRows_andStoresTheOthers() {
    ImportReport report =
        pricing
            .importPrices(
                ImportPricesRequest.newBuilder()
                    .addRows(PriceRow.newBuilder().setProductId("HB1").setList(eur(100)))
                    .addRows(PriceRow.newBuilder().setProductId("HB2"))
                    .addRows(
                        PriceRow.newBuilder()
                            .setProductId("HB3")
                            .setList(eur(100))
                            .setSale(eur(100)))
                    .addRows(
                        PriceRow.newBuilder()
                            .setProductId("HB4")
                            .setList(eur(100))
                            .setTaxClass("No class"))
                    .build())
            .getReport();

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedList())
        .extracting(row -> row.getIndex() + " " + row.getField())
        .containsExactly("1 list", "2 sale", "3 tax_class");
  }

  @Test
  void getPrice_isRefused_whenTheIdIsMalformed() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> pricing.getPrice(GetPriceRequest.newBuilder().setProductId("a/b").build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }
}
