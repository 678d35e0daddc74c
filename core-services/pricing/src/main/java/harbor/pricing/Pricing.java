package harbor.pricing;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import harbor.pricing.offer.Offers;

/** Pricing: what a product costs and did cost, and what a cart costs. */
public final class Pricing {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              "pricing",
              9103,
              core -> {
                PostgresPriceStore prices =
                    new PostgresPriceStore(core.database(), core.outbox(), core.clock());
                return core.serves(
                    new PricingService(prices, core.changes()), Offers.service(core));
              })
          .personalData(
              PersonalTable.none("prices"),
              PersonalTable.none("price_history"),
              PersonalTable.none("markets"),
              PersonalTable.none("promotions"),
              PersonalTable.of("promotion_persons", "person"),
              PersonalTable.none("promotion_orders"),
              // Names in its lists are taken out by what Offers does at an erasure.
              PersonalTable.none("promotion_uses"),
              PersonalTable.of("offers", "owner"));

  private Pricing() {}
}
