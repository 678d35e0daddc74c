package harbor.pricing;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.Timestamps;
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
import harbor.type.v1.Money;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** Pricing over gRPC: protobuf in, protobuf out, no decisions. */
final class PricingService extends PricingServiceGrpc.PricingServiceImplBase {
  private static final int MAX_IDS = 100;
  private static final int MAX_ROWS = 1_000;
  private static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final PriceStore prices;
  private final ChangeFeed changes;

  PricingService(PriceStore prices, ChangeFeed changes) {
    this.prices = prices;
    this.changes = changes;
  }

  @Override
  public void getPrice(GetPriceRequest request, StreamObserver<GetPriceResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.externalId("product_id", request.getProductId(), INVALID_PRODUCT_ID);
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
          List<String> ids = Requests.productIds(request.getProductIdsList(), MAX_IDS);
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
                  Requests.batch("rows", request.getRowsList(), MAX_ROWS),
                  PricingService::stated,
                  StatedPrice::productId);
          return ImportPricesResponse.newBuilder().setReport(batch.storeBy(prices::put)).build();
        });
  }

  @Override
  public void watchPrices(
      WatchPricesRequest request, StreamObserver<WatchPricesResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchPricesResponse.newBuilder().setChanges(told).build());
  }

  private static StatedPrice stated(PriceRow row) {
    Money list = row.getList();
    StatedPrice price =
        StatedPrice.regular(row.getProductId(), list.getMinor(), list.getCurrency());
    if (row.hasSale()) {
      price = price.onSale(sale(row), row.getSale().getCurrency());
    }
    return price.taxed(row.getTaxClass());
  }

  private static Sale sale(PriceRow row) {
    return new Sale(
        row.getSale().getMinor(),
        row.hasSaleStartsAt()
            ? Optional.of(Fields.instant("sale_starts_at", row.getSaleStartsAt()))
            : Optional.empty(),
        row.hasSaleEndsAt()
            ? Optional.of(Fields.instant("sale_ends_at", row.getSaleEndsAt()))
            : Optional.empty());
  }

  private static Price message(CurrentPrice price) {
    StatedPrice stated = price.stated();
    String currency = stated.currency();
    Price.Builder message =
        Price.newBuilder()
            .setProductId(stated.productId())
            .setCurrent(money(price.currentMinor(), currency))
            .setList(money(stated.listMinor(), currency))
            .setDiscountBasisPoints(price.discountBasisPoints())
            .setAudit(price.audit().message());
    price.savingMinor().ifPresent(minor -> message.setSaving(money(minor, currency)));
    price
        .lowestBeforeSaleMinor()
        .ifPresent(minor -> message.setLowestBeforeSale(money(minor, currency)));
    stated.sale().ifPresent(sale -> message.setSale(message(sale, currency)));
    return message.build();
  }

  private static harbor.pricing.v1.Sale message(Sale sale, String currency) {
    harbor.pricing.v1.Sale.Builder message =
        harbor.pricing.v1.Sale.newBuilder().setPrice(money(sale.minor(), currency));
    sale.startsAt().ifPresent(start -> message.setStartsAt(Timestamps.of(start)));
    sale.endsAt().ifPresent(end -> message.setEndsAt(Timestamps.of(end)));
    return message.build();
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }
}
