package harbor.pricing;

import static java.time.Duration.ofSeconds;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.timer.Boundaries;
import harbor.pricing.offer.Offers;

/** Pricing: what a product costs and did cost, and what a cart costs. */
public final class Pricing {
  /** The timer that announces sales that begin or end. */
  static final String SALES = "begin-and-end-sales";

  static final String NAME = "pricing";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9103,
              core -> {
                PostgresPriceStore prices = new PostgresPriceStore(core.database(), core.outbox());
                core.timers().every(SALES, ofSeconds(1), ofSeconds(30), new Boundaries(prices));
                return core.serves(
                    new PricingService(prices, core.changes()),
                    new PricingAdminService(
                        PostgresPriceTable.TABLE.in(core.database()),
                        new PostgresPriceEdits(prices),
                        core.writes()),
                    Offers.service(core));
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
