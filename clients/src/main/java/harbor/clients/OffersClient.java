package harbor.clients;

import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.pricing.v1.ConfirmOfferRequest;
import harbor.pricing.v1.ConfirmOfferResponse;
import harbor.pricing.v1.GetOfferRequest;
import harbor.pricing.v1.GetOfferResponse;
import harbor.pricing.v1.GetSubtotalRequest;
import harbor.pricing.v1.GiveBackPromotionsRequest;
import harbor.pricing.v1.GiveBackPromotionsResponse;
import harbor.pricing.v1.ImportPromotionsRequest;
import harbor.pricing.v1.ImportPromotionsResponse;
import harbor.pricing.v1.ListPromotionsRequest;
import harbor.pricing.v1.ListPromotionsResponse;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.MakeOfferResponse;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferLine;
import harbor.pricing.v1.OfferTotals;
import harbor.pricing.v1.OfferedItem;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.Promotion;
import harbor.pricing.v1.TakePromotionsRequest;
import harbor.pricing.v1.TakePromotionsResponse;
import harbor.pricing.v1.UpdatePromotionRequest;
import harbor.pricing.v1.UpdatePromotionResponse;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Offers of the pricing service: what a cart costs, and the promotions that make it cost less. */
public final class OffersClient {
  /** Where it is. */
  public static final Service<OffersClient> SERVICE =
      Service.of("pricing", 9103, OffersClient::new);

  /** What a cart costs; a read: the same question while an offer holds gives the same one. */
  public final Read<MakeOfferRequest, Offer> offer;

  /** What the goods of a cart cost before promotions and shipping; empty when none is sold. */
  public final Read<List<OfferedItem>, Optional<Money>> subtotal;

  /** An offer of the caller by its id; NOT_FOUND once its time is over. */
  public final Read<String, Offer> byId;

  /** What of an offer differs by now. */
  public final Read<ConfirmOfferRequest, ConfirmOfferResponse> confirm;

  /** Counts a use of an offer's limited promotions for an order; gives their ids. */
  public final Write<TakePromotionsRequest, List<String>> takePromotions;

  /** Gives back what an order took, once. */
  public final Write<String, GiveBackPromotionsResponse> giveBackPromotions;

  /** A page of promotions; for administrators. */
  public final Read<ListPromotionsRequest, ListPromotionsResponse> promotions;

  /** Stores promotions by id. */
  public final Write<ImportPromotionsRequest, ImportReport> importPromotions;

  /** A promotion changed; by administrators. */
  public final Write<UpdatePromotionRequest, Promotion> updatePromotion;

  /** Over these channels. */
  public OffersClient(Channels pricing) {
    offer =
        pricing.read(
            OffersServiceGrpc.getMakeOfferMethod(),
            Function.identity(),
            (_, response) -> check(response.getOffer()),
            MakeOfferResponse::getOffer);
    subtotal =
        pricing.read(
            OffersServiceGrpc.getGetSubtotalMethod(),
            items -> GetSubtotalRequest.newBuilder().addAllItems(items).build(),
            (_, response) -> {
              if (response.hasSubtotal()) {
                Valid.count("subtotal.minor", response.getSubtotal().getMinor());
                Valid.currency("subtotal.currency", response.getSubtotal().getCurrency());
              }
            },
            response -> Optional.of(response.getSubtotal()).filter(_ -> response.hasSubtotal()));
    byId =
        pricing.read(
            OffersServiceGrpc.getGetOfferMethod(),
            id -> GetOfferRequest.newBuilder().setOfferId(id).build(),
            (id, response) -> {
              Valid.id("offer.id", response.getOffer().getId(), id);
              check(response.getOffer());
            },
            GetOfferResponse::getOffer);
    confirm =
        pricing.read(
            OffersServiceGrpc.getConfirmOfferMethod(), Function.identity(), Function.identity());
    takePromotions =
        pricing.write(
            OffersServiceGrpc.getTakePromotionsMethod(),
            Function.identity(),
            TakePromotionsResponse::getPromotionIdsList);
    giveBackPromotions =
        pricing.write(
            OffersServiceGrpc.getGiveBackPromotionsMethod(),
            order -> GiveBackPromotionsRequest.newBuilder().setOrderId(order).build(),
            Function.identity());
    promotions =
        pricing.read(
            OffersServiceGrpc.getListPromotionsMethod(), Function.identity(), Function.identity());
    importPromotions =
        pricing.write(
            OffersServiceGrpc.getImportPromotionsMethod(),
            Function.identity(),
            ImportPromotionsResponse::getReport);
    updatePromotion =
        pricing.write(
            OffersServiceGrpc.getUpdatePromotionMethod(),
            Function.identity(),
            UpdatePromotionResponse::getPromotion);
  }

  private static void check(Offer offer) {
    Valid.currency("offer.currency", offer.getCurrency());
    OfferTotals totals = offer.getTotals();
    Valid.count("offer.totals.list_minor", totals.getListMinor());
    Valid.count("offer.totals.discount_minor", totals.getDiscountMinor());
    Valid.count("offer.totals.goods_minor", totals.getGoodsMinor());
    Valid.count("offer.totals.shipping_minor", totals.getShippingMinor());
    Valid.count("offer.totals.tax_minor", totals.getTaxMinor());
    Valid.count("offer.totals.total_minor", totals.getTotalMinor());
    for (OfferLine line : offer.getLinesList()) {
      Valid.count("offer.lines.unit_minor", line.getUnitMinor());
      Valid.count("offer.lines.gross_minor", line.getGrossMinor());
    }
  }
}
