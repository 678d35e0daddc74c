package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import harbor.kit.service.TestCore;
import harbor.kit.service.row.Timestamps;
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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PricingIT {
  private final TestCore core = TestCore.start(Pricing.PROCESS);
  private final PricingServiceBlockingStub pricing =
      PricingServiceGrpc.newBlockingStub(core.channel());
  private long seen;

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void importedPrices_areGivenAgain() throws SQLException {
    time("2026-01-01T00:00:00Z");
    put(row("HB1", 4990), row("HB2", 1000));
    time("2026-01-02T00:00:00Z");
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
  void importPrices_changesNothing_whenRepeated() throws SQLException {
    time("2026-01-01T00:00:00Z");
    assertThat(put(row("HB1", 1), row("HB2", 2)).getCreated()).isEqualTo(2);
    Price before = pricing.getPrice(get("HB1")).getPrice();
    time("2026-01-02T00:00:00Z");

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
  void sale_beginsAndEndsByItself_andIsAnnouncedInThatSecond() throws SQLException {
    time("2026-10-24T00:00:00Z");
    // Across the end of summer time in Berlin: an offset is a moment, whatever the clocks do.
    put(
        row("HB1", 2000).toBuilder()
            .setSale(eur(1500))
            .setSaleStartsAt(at("2026-10-25T02:30:00+02:00"))
            .setSaleEndsAt(at("2026-10-25T02:30:00+01:00"))
            .build(),
        row("HB2", 2000));

    assertThat(announced()).as("imported").containsExactly("HB1", "HB2");

    assertThat(asked("2026-10-25T00:29:59Z")).isEqualTo(2000);
    assertThat(announced()).isEmpty();

    // The timer runs by itself, too, and may have the row just now.
    assertThat(asked("2026-10-25T00:30:00Z")).isEqualTo(1500);
    await().untilAsserted(() -> assertThat(announced()).containsExactly("HB1"));
    assertThat(announced()).as("once").isEmpty();

    assertThat(asked("2026-10-25T01:29:59Z")).isEqualTo(1500);
    assertThat(announced()).isEmpty();

    assertThat(asked("2026-10-25T01:30:00Z")).isEqualTo(2000);
    await().untilAsserted(() -> assertThat(announced()).containsExactly("HB1"));
  }

  @Test
  void importPrices_refusesASale_thatEndsBeforeItBegins() {
    ImportReport report =
        put(
            row("HB1", 2000).toBuilder()
                .setSale(eur(1500))
                .setSaleStartsAt(at("2026-10-25T02:30:00Z"))
                .setSaleEndsAt(at("2026-10-25T02:29:59Z"))
                .build());

    assertThat(report.getRefused(0).getField()).isEqualTo("sale_ends_at");
  }

  private long asked(String now) throws SQLException {
    time(now);
    return pricing.getPrice(get("HB1")).getPrice().getCurrent().getMinor();
  }

  /** What was announced since the last look, once the timer has run. */
  private List<String> announced() throws SQLException {
    core.runTimer(Pricing.SALES);
    List<String> ids =
        rows("SELECT unnest(ids) FROM pricing.changes WHERE position > %d".formatted(seen));
    seen = Long.parseLong(rows("SELECT max(position) FROM pricing.changes").getFirst());
    return ids;
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = core.connection();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    }
  }

  private void time(String instant) throws SQLException {
    try (Connection connection = core.connection();
        Statement sql = connection.createStatement()) {
      sql.execute(ShopTime.is(instant));
    }
  }

  private static Timestamp at(String time) {
    return Timestamps.of(OffsetDateTime.parse(time).toInstant());
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
