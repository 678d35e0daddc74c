package harbor.pricing;

import static harbor.kit.service.Answer.answer;

import com.google.protobuf.Timestamp;
import harbor.kit.service.Changes;
import harbor.kit.service.Failure;
import harbor.kit.service.ImportBatch;
import harbor.kit.service.ImportOutcome;
import harbor.kit.service.InvalidField;
import harbor.kit.service.Requests;
import harbor.kit.service.Watch;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPricesResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.WatchPricesRequest;
import harbor.pricing.v1.WatchPricesResponse;
import harbor.type.v1.Audit;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import harbor.type.v1.RefusedRow;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;

/** Pricing over gRPC: protobuf in, protobuf out, no decisions. */
final class PricingService extends PricingServiceGrpc.PricingServiceImplBase {
  private static final int MOST_IDS = 100;
  private static final int MOST_ROWS = 1_000;
  private static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final PriceStore prices;
  private final Watch watch;

  PricingService(PriceStore prices, Watch watch) {
    this.prices = prices;
    this.watch = watch;
  }

  @Override
  public void getPrice(GetPriceRequest request, StreamObserver<GetPriceResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.id("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          CurrentPrice price =
              prices.prices(List.of(id)).stream()
                  .findFirst()
                  .orElseThrow(
                      () -> Failure.notFound("UNKNOWN_PRODUCT", id + " has no price here."));
          return GetPriceResponse.newBuilder().setPrice(message(price)).build();
        });
  }

  @Override
  public void batchGetPrices(
      BatchGetPricesRequest request, StreamObserver<BatchGetPricesResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids =
              Requests.ids(
                  "product_ids", request.getProductIdsList(), MOST_IDS, INVALID_PRODUCT_ID);
          BatchGetPricesResponse.Builder response = BatchGetPricesResponse.newBuilder();
          prices.prices(ids).forEach(price -> response.addPrices(message(price)));
          return response.build();
        });
  }

  @Override
  public void importPrices(
      ImportPricesRequest request, StreamObserver<ImportPricesResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<StatedPrice> batch =
              ImportBatch.of(
                  Requests.batch("rows", request.getRowsList(), MOST_ROWS),
                  PricingService::stated,
                  StatedPrice::productId);
          ImportOutcome outcome = batch.storeBy(prices::put);
          return ImportPricesResponse.newBuilder().setReport(report(outcome)).build();
        });
  }

  @Override
  public void watchPrices(
      WatchPricesRequest request, StreamObserver<WatchPricesResponse> observer) {
    watch.answer(
        request.getResumeToken(),
        observer,
        changes -> WatchPricesResponse.newBuilder().setChanges(message(changes)).build());
  }

  private static StatedPrice stated(PriceRow row) {
    return switch (checked(row)) {
      case Checked.Sound<StatedPrice>(StatedPrice price) -> price;
      case Checked.Refused<StatedPrice>(String field, String description) ->
          throw new InvalidField(field, description);
    };
  }

  private static Checked<StatedPrice> checked(PriceRow row) {
    Money list = row.getList();
    return row.hasSale()
        ? StatedPrice.onSale(
            row.getProductId(),
            list.getMinor(),
            list.getCurrency(),
            row.getSale().getMinor(),
            row.getSale().getCurrency())
        : StatedPrice.regular(row.getProductId(), list.getMinor(), list.getCurrency());
  }

  private static Price message(CurrentPrice price) {
    StatedPrice stated = price.stated();
    String currency = stated.currency();
    Price.Builder message =
        Price.newBuilder()
            .setProductId(stated.productId())
            .setCurrent(money(stated.currentMinor(), currency))
            .setList(money(stated.listMinor(), currency))
            .setDiscountBasisPoints(stated.discountBasisPoints())
            .setAudit(message(price.audit()));
    stated.savingMinor().ifPresent(minor -> message.setSaving(money(minor, currency)));
    price
        .lowestBeforeSaleMinor()
        .ifPresent(minor -> message.setLowestBeforeSale(money(minor, currency)));
    return message.build();
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }

  private static Audit message(CurrentPrice.Audit audit) {
    return Audit.newBuilder()
        .setCreatedAt(message(audit.createdAt()))
        .setCreatedBy(audit.createdBy())
        .setUpdatedAt(message(audit.updatedAt()))
        .setUpdatedBy(audit.updatedBy())
        .setVersion(audit.version())
        .build();
  }

  private static Timestamp message(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static harbor.type.v1.Changes message(Changes changes) {
    return harbor.type.v1.Changes.newBuilder()
        .setResumeToken(changes.resumeToken())
        .setReset(changes.reset())
        .addAllIds(changes.ids())
        .build();
  }

  private static ImportReport report(ImportOutcome outcome) {
    ImportReport.Builder report =
        ImportReport.newBuilder()
            .setCreated(outcome.created())
            .setUpdated(outcome.updated())
            .setUnchanged(outcome.unchanged());
    outcome
        .refused()
        .forEach(
            row ->
                report.addRefused(
                    RefusedRow.newBuilder()
                        .setIndex(row.index())
                        .setField(row.field())
                        .setDescription(row.description())));
    return report.build();
  }
}
