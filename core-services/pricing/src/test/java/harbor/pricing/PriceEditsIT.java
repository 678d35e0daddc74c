package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import harbor.kit.client.Caller;
import harbor.kit.service.TestCore;
import harbor.kit.service.row.Timestamps;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ListPricesRequest;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingAdminServiceGrpc;
import harbor.pricing.v1.PricingAdminServiceGrpc.PricingAdminServiceBlockingStub;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.StoredPrice;
import harbor.pricing.v1.UpdatePriceRequest;
import harbor.type.v1.Money;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What administrators change of prices: absent, cleared and zero are three things. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriceEditsIT {
  private final TestCore core = TestCore.start(Pricing.PROCESS);

  @AfterAll
  void close() {
    core.close();
  }

  @BeforeEach
  void importPrice() {
    importPrice(regular().setSale(euro(1_500)));
  }

  private static PriceRow.Builder regular() {
    return PriceRow.newBuilder().setProductId("A").setList(euro(2_000));
  }

  private void importPrice(PriceRow.Builder row) {
    var _ =
        PricingServiceGrpc.newBlockingStub(core.channel())
            .withDeadlineAfter(5, TimeUnit.SECONDS)
            .importPrices(ImportPricesRequest.newBuilder().addRows(row).build());
  }

  private static Money euro(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  @Test
  void sale_staysWhenItIsNotNamed_andEndsWhenItIsCleared() {
    StoredPrice dearer = edit(StoredPrice.newBuilder().setListMinor(2_500), row(), "list_minor");

    assertThat(dearer.getSaleMinor()).isEqualTo(1_500);
    assertThat(dearer.getListMinor()).isEqualTo(2_500);
    assertThat(dearer.getAudit().getUpdatedBy()).isEqualTo("user:root");

    StoredPrice regular = edit(StoredPrice.newBuilder(), dearer, "sale_minor");

    assertThat(regular.hasSaleMinor()).isFalse();
    assertThat(regular.hasSaleSince()).isFalse();
    assertThat(regular.getListMinor()).isEqualTo(2_500);
    core.assertFails(
        () -> edit(StoredPrice.newBuilder().setSaleMinor(0), regular, "sale_minor"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PRICE");
    core.assertFails(
        () -> edit(StoredPrice.newBuilder().setListMinor(1), dearer, "list_minor"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH",
        regular);
    core.assertFails(
        () -> edit(StoredPrice.newBuilder().setCurrency("USD"), regular, "currency"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_UPDATE_MASK");
    assertThat(row()).isEqualTo(regular);
  }

  @Test
  void saleRange_isSeen_andStaysWhenTheAmountChanges() {
    Timestamp starts = Timestamps.of(Instant.parse("2100-01-01T00:00:00Z"));
    Timestamp ends = Timestamps.of(Instant.parse("2100-02-01T00:00:00Z"));
    importPrice(regular().setSale(euro(1_500)).setSaleStartsAt(starts).setSaleEndsAt(ends));

    StoredPrice seen = row();
    StoredPrice cheaper = edit(StoredPrice.newBuilder().setSaleMinor(1_400), seen, "sale_minor");
    StoredPrice regular = edit(StoredPrice.newBuilder(), cheaper, "sale_minor");

    assertThat(List.of(seen, cheaper))
        .extracting(
            StoredPrice::getSaleStartsAt, StoredPrice::getSaleEndsAt, StoredPrice::hasSaleSince)
        .containsOnly(tuple(starts, ends, false));
    assertThat(regular.hasSaleStartsAt() || regular.hasSaleEndsAt()).isFalse();
  }

  private StoredPrice edit(StoredPrice.Builder values, StoredPrice seen, String... fields) {
    return admin()
        .updatePrice(
            UpdatePriceRequest.newBuilder()
                .setPrice(values.setProductId("A"))
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(fields)))
                .setExpectedVersion(seen.getAudit().getVersion())
                .build())
        .getPrice();
  }

  private StoredPrice row() {
    return admin().listPrices(ListPricesRequest.getDefaultInstance()).getPrices(0);
  }

  private PricingAdminServiceBlockingStub admin() {
    return PricingAdminServiceGrpc.newBlockingStub(
            core.onBehalfOf(Caller.user("root", Set.of("admin"))))
        .withDeadlineAfter(5, TimeUnit.SECONDS);
  }
}
