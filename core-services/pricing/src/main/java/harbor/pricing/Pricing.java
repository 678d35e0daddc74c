package harbor.pricing;

import harbor.kit.service.CoreProcess;

/** Pricing: what a product costs, and what it did cost. */
public final class Pricing {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
          "pricing",
          9103,
          core -> {
            PostgresPriceStore prices =
                new PostgresPriceStore(core.database(), core.outbox(), core.clock());
            return core.serves(new PricingService(prices, core.changes()));
          });

  private Pricing() {}
}
