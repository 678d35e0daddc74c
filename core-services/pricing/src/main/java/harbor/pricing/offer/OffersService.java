package harbor.pricing.offer;

import static harbor.kit.service.call.Answer.answer;

import com.google.protobuf.InvalidProtocolBufferException;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.call.UpdateMask;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Timestamps;
import harbor.kit.service.table.Edited;
import harbor.kit.service.table.TablePages;
import harbor.kit.service.write.IdempotentWrites;
import harbor.pricing.offer.PostgresPromotionStore.Taking;
import harbor.pricing.v1.ConfirmOfferRequest;
import harbor.pricing.v1.ConfirmOfferResponse;
import harbor.pricing.v1.GetOfferRequest;
import harbor.pricing.v1.GetOfferResponse;
import harbor.pricing.v1.GetSubtotalRequest;
import harbor.pricing.v1.GetSubtotalResponse;
import harbor.pricing.v1.GiveBackPromotionsRequest;
import harbor.pricing.v1.GiveBackPromotionsResponse;
import harbor.pricing.v1.ImportPromotionsRequest;
import harbor.pricing.v1.ImportPromotionsResponse;
import harbor.pricing.v1.ListPromotionsRequest;
import harbor.pricing.v1.ListPromotionsResponse;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.MakeOfferResponse;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.Promotion.ReductionCase;
import harbor.pricing.v1.TakePromotionsRequest;
import harbor.pricing.v1.TakePromotionsResponse;
import harbor.pricing.v1.UpdatePromotionRequest;
import harbor.pricing.v1.UpdatePromotionResponse;
import harbor.type.v1.Money;
import io.grpc.stub.StreamObserver;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers and promotions over gRPC: protobuf in, protobuf out, no decisions. */
final class OffersService extends OffersServiceGrpc.OffersServiceImplBase {
  private static final int MAX_ROWS = 1_000;
  private static final String INVALID_ORDER_ID = "INVALID_ORDER_ID";
  private static final Set<String> EDITABLE =
      Set.of(
          "name", "position", "first_day", "last_day", "max_uses", "max_uses_per_person", "active");

  private final OfferMaker maker;
  private final PostgresOfferStore offers;
  private final PostgresPromotionStore promotions;
  private final TablePages<PostgresPromotionStore.Row> promotionTable;
  private final IdempotentWrites writes;

  OffersService(
      OfferMaker maker,
      PostgresOfferStore offers,
      PostgresPromotionStore promotions,
      TablePages<PostgresPromotionStore.Row> promotionTable,
      IdempotentWrites writes) {
    this.promotionTable = promotionTable;
    this.writes = writes;
    this.maker = maker;
    this.offers = offers;
    this.promotions = promotions;
  }

  @Override
  public void makeOffer(MakeOfferRequest request, StreamObserver<MakeOfferResponse> observer) {
    answer(observer, () -> MakeOfferResponse.newBuilder().setOffer(make(request)).build());
  }

  @Override
  public void getSubtotal(
      GetSubtotalRequest request, StreamObserver<GetSubtotalResponse> observer) {
    answer(
        observer,
        () -> {
          Goods goods = maker.goods(OfferRequests.items(request.getItemsList()));
          GetSubtotalResponse.Builder response =
              GetSubtotalResponse.newBuilder().addAllUnsellableProductIds(goods.unsellable());
          if (!goods.lines().isEmpty()) {
            response.setSubtotal(
                Money.newBuilder().setMinor(goods.listMinor()).setCurrency(goods.currency()));
          }
          return response.build();
        });
  }

  @Override
  public void getOffer(GetOfferRequest request, StreamObserver<GetOfferResponse> observer) {
    answer(
        observer,
        () -> GetOfferResponse.newBuilder().setOffer(message(find(request.getOfferId()))).build());
  }

  @Override
  public void confirmOffer(
      ConfirmOfferRequest request, StreamObserver<ConfirmOfferResponse> observer) {
    answer(
        observer,
        () -> {
          KeptOffer kept = find(request.getOfferId());
          Offer agreed = message(kept);
          MakeOfferRequest.Builder again =
              question(kept)
                  .setShippingMethod(agreed.getShipping().getMethod())
                  .setDestination(agreed.getDestination())
                  .setGuestMail(request.getGuestMail());
          if (request.hasDestination()) {
            again.setDestination(request.getDestination());
          }
          MadeOffer made = maker.make(OfferRequests.question(again.build(), owner()));
          List<String> differences = OfferViews.differences(agreed, OfferViews.content(made));
          ConfirmOfferResponse.Builder response =
              ConfirmOfferResponse.newBuilder().setOffer(agreed).addAllDifferences(differences);
          if (!differences.isEmpty()) {
            response.setChanged(keep(again.build(), made));
          }
          return response.build();
        });
  }

  @Override
  public void takePromotions(
      TakePromotionsRequest request, StreamObserver<TakePromotionsResponse> observer) {
    answer(
        observer,
        () -> {
          String order = Requests.id("order_id", request.getOrderId(), INVALID_ORDER_ID);
          return switch (promotions.take(request.getOfferId(), order, request.getGuestMail())) {
            case Taking.Done(List<String> ids) ->
                TakePromotionsResponse.newBuilder().addAllPromotionIds(ids).build();
            case Taking.Spent(String id) ->
                throw Failure.failedPrecondition(
                    "COUPON_SPENT", id + " has been used as often as it may be.");
            case Taking.Undone() ->
                throw Failure.failedPrecondition(
                    "PROMOTIONS_UNDONE", "The order's use was given back before.");
            case Taking.UnknownOffer() -> throw unknownOffer();
          };
        });
  }

  @Override
  public void giveBackPromotions(
      GiveBackPromotionsRequest request, StreamObserver<GiveBackPromotionsResponse> observer) {
    answer(
        observer,
        () -> {
          promotions.giveBack(Requests.id("order_id", request.getOrderId(), INVALID_ORDER_ID));
          return GiveBackPromotionsResponse.getDefaultInstance();
        });
  }

  @Override
  public void listPromotions(
      ListPromotionsRequest request, StreamObserver<ListPromotionsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<PostgresPromotionStore.Row> page =
              promotionTable.page(
                  request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListPromotionsResponse.newBuilder()
              .addAllPromotions(page.rows().stream().map(OffersService::message).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void updatePromotion(
      UpdatePromotionRequest request, StreamObserver<UpdatePromotionResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          UpdateMask mask = UpdateMask.of(request.getUpdateMask(), EDITABLE);
          String id = request.getPromotion().getId();
          Edited<PostgresPromotionStore.Row> edited =
              promotions.edit(
                  handle,
                  id,
                  Requests.version("expected_version", request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  row -> edited(mask.applied(message(row), request.getPromotion())));
          harbor.pricing.v1.Promotion now =
              edited.message(id, "UNKNOWN_PROMOTION", OffersService::message);
          return UpdatePromotionResponse.newBuilder().setPromotion(now).build();
        });
  }

  private static Promotion edited(harbor.pricing.v1.Promotion row) {
    try {
      return promotion(row);
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_PROMOTION", e.field() + ": " + e.description());
    }
  }

  @Override
  public void importPromotions(
      ImportPromotionsRequest request, StreamObserver<ImportPromotionsResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Promotion> batch =
              ImportBatch.of(
                  Requests.batch("promotions", request.getPromotionsList(), MAX_ROWS),
                  OffersService::promotion,
                  Promotion::id);
          return ImportPromotionsResponse.newBuilder()
              .setReport(batch.storeBy(promotions::put))
              .build();
        });
  }

  private Offer make(MakeOfferRequest request) {
    return keep(request, maker.make(OfferRequests.question(request, owner())));
  }

  private Offer keep(MakeOfferRequest request, MadeOffer made) {
    return message(
        offers.keep(
            made,
            request.toBuilder().clearGuestMail().build().toByteString(),
            OfferViews.content(made).toByteString()));
  }

  private KeptOffer find(String id) {
    return offers.find(owner(), id).orElseThrow(OffersService::unknownOffer);
  }

  private static Failure unknownOffer() {
    return Failure.notFound("UNKNOWN_OFFER", "There is no such offer, or its time is over.");
  }

  private static String owner() {
    return CallScope.caller().subject();
  }

  private static MakeOfferRequest.Builder question(KeptOffer kept) {
    try {
      return MakeOfferRequest.parseFrom(kept.question()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("offers.question: no MakeOfferRequest", e);
    }
  }

  private static Offer message(KeptOffer kept) {
    try {
      return Offer.parseFrom(kept.content()).toBuilder()
          .setId(kept.id())
          .setValidUntil(Timestamps.of(kept.validUntil()))
          .setAudit(kept.audit().message())
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("offers.content: no Offer", e);
    }
  }

  private static Promotion promotion(harbor.pricing.v1.Promotion row) {
    Fields.present("reduction", row.getReductionCase() != ReductionCase.REDUCTION_NOT_SET);
    return new Promotion(
        row.getId(),
        row.getName(),
        row.getCouponCode(),
        row.getPosition(),
        row.hasPercentBasisPoints()
            ? new Reduction.Percent(row.getPercentBasisPoints())
            : new Reduction.Amount(row.getAmountMinor()),
        row.getCurrency(),
        row.getMinimumMinor(),
        row.getProductIdsList(),
        days(row),
        row.getMaxUses(),
        row.getMaxUsesPerPerson(),
        row.getActive());
  }

  private static Days days(harbor.pricing.v1.Promotion row) {
    Optional<LocalDate> first = day("first_day", row.getFirstDay());
    Optional<LocalDate> last = day("last_day", row.getLastDay());
    if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
      throw new InvalidField("last_day", "Before first_day (expected: that day or a later one).");
    }
    boolean hasDays = first.isPresent() || last.isPresent();
    try {
      return new Days(
          first,
          last,
          ZoneId.of(row.getTimeZone().isEmpty() && !hasDays ? "UTC" : row.getTimeZone()));
    } catch (DateTimeException _) {
      throw new InvalidField(
          "time_zone", "Unknown (expected: an IANA zone such as Europe/Berlin).");
    }
  }

  private static Optional<LocalDate> day(String field, String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      throw new InvalidField(field, "Malformed (expected: a date such as 2027-03-31).");
    }
  }

  private static harbor.pricing.v1.Promotion message(PostgresPromotionStore.Row row) {
    Promotion promotion = row.promotion();
    Days days = promotion.days();
    harbor.pricing.v1.Promotion.Builder message =
        harbor.pricing.v1.Promotion.newBuilder()
            .setId(promotion.id())
            .setName(promotion.name())
            .setCouponCode(promotion.couponCode())
            .setPosition(promotion.position())
            .setCurrency(promotion.currency())
            .setMinimumMinor(promotion.minimumMinor())
            .addAllProductIds(promotion.productIds())
            .setFirstDay(days.first().map(LocalDate::toString).orElse(""))
            .setLastDay(days.last().map(LocalDate::toString).orElse(""))
            .setTimeZone(days.zone().getId())
            .setMaxUses(promotion.maxUses())
            .setMaxUsesPerPerson(promotion.maxUsesPerPerson())
            .setUses(row.uses())
            .setActive(promotion.active())
            .setAudit(row.audit().message());
    return switch (promotion.reduction()) {
      case Reduction.Percent(int points) -> message.setPercentBasisPoints(points).build();
      case Reduction.Amount(long minor) -> message.setAmountMinor(minor).build();
    };
  }
}
