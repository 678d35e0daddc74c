package harbor.pricing;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.call.UpdateMask;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Timestamps;
import harbor.kit.service.table.Edited;
import harbor.kit.service.table.TablePages;
import harbor.kit.service.write.IdempotentWrites;
import harbor.pricing.v1.ListPricesRequest;
import harbor.pricing.v1.ListPricesResponse;
import harbor.pricing.v1.PricingAdminServiceGrpc;
import harbor.pricing.v1.UpdatePriceRequest;
import harbor.pricing.v1.UpdatePriceResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;

/** Prices for administrators over gRPC: protobuf in, protobuf out, no decisions. */
final class PricingAdminService extends PricingAdminServiceGrpc.PricingAdminServiceImplBase {
  private static final Set<String> EDITABLE = Set.of("list_minor", "sale_minor", "tax_class");

  private final TablePages<StoredPrice> table;
  private final PostgresPriceEdits edits;
  private final IdempotentWrites writes;

  PricingAdminService(
      TablePages<StoredPrice> table, PostgresPriceEdits edits, IdempotentWrites writes) {
    this.table = table;
    this.edits = edits;
    this.writes = writes;
  }

  @Override
  public void listPrices(ListPricesRequest request, StreamObserver<ListPricesResponse> observer) {
    answer(
        observer,
        () -> {
          Page<StoredPrice> page =
              table.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListPricesResponse.newBuilder()
              .addAllPrices(page.rows().stream().map(PricingAdminService::message).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void updatePrice(
      UpdatePriceRequest request, StreamObserver<UpdatePriceResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          UpdateMask mask = UpdateMask.of(request.getUpdateMask(), EDITABLE);
          String product = request.getPrice().getProductId();
          Edited<StoredPrice> edited =
              edits.edit(
                  handle,
                  product,
                  Requests.version("expected_version", request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  price ->
                      stated(
                          price.stated().sale(), mask.applied(message(price), request.getPrice())));
          return UpdatePriceResponse.newBuilder()
              .setPrice(edited.message(product, "UNKNOWN_PRODUCT", PricingAdminService::message))
              .build();
        });
  }

  /** Another amount of a sale leaves it its range. */
  private static StatedPrice stated(Optional<Sale> sale, harbor.pricing.v1.StoredPrice price) {
    try {
      StatedPrice regular =
          StatedPrice.regular(price.getProductId(), price.getListMinor(), price.getCurrency());
      StatedPrice stated =
          price.hasSaleMinor()
              ? regular.onSale(
                  new Sale(
                      price.getSaleMinor(),
                      sale.flatMap(Sale::startsAt),
                      sale.flatMap(Sale::endsAt)),
                  price.getCurrency())
              : regular;
      return stated.taxed(price.getTaxClass());
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_PRICE", e.field() + ": " + e.description());
    }
  }

  private static harbor.pricing.v1.StoredPrice message(StoredPrice price) {
    StatedPrice stated = price.stated();
    harbor.pricing.v1.StoredPrice.Builder message =
        harbor.pricing.v1.StoredPrice.newBuilder()
            .setProductId(stated.productId())
            .setListMinor(stated.listMinor())
            .setCurrency(stated.currency())
            .setValidFrom(Timestamps.of(price.validFrom()))
            .setTaxClass(stated.taxClass())
            .setAudit(price.audit().message());
    stated
        .sale()
        .ifPresent(
            sale -> {
              message.setSaleMinor(sale.minor());
              sale.startsAt().map(Timestamps::of).ifPresent(message::setSaleStartsAt);
              sale.endsAt().map(Timestamps::of).ifPresent(message::setSaleEndsAt);
            });
    price.saleSince().map(Timestamps::of).ifPresent(message::setSaleSince);
    return message.build();
  }
}
