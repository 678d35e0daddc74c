package harbor.pricing.offer;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import harbor.clients.CatalogClient;
import harbor.clients.ShippingClient;
import harbor.clients.TaxClient;
import harbor.kit.service.Core;
import io.grpc.BindableService;

/** Offers and promotions as a part of pricing. */
public final class Offers {
  private Offers() {}

  /** Assembles their service. */
  public static BindableService service(Core core) {
    PostgresOfferStore offers = new PostgresOfferStore(core.database());
    QuoteRequests quotes =
        new QuoteRequests(core.client(TaxClient.SERVICE), core.client(ShippingClient.SERVICE));
    CatalogRequests catalog = new CatalogRequests(core.client(CatalogClient.SERVICE));
    core.timers().every("remove-old-offers", ofHours(1), ofMinutes(1), offers::removeOld);
    PostgresPromotionStore promotions = new PostgresPromotionStore(core.database());
    core.whenErased(promotions::forget);
    return new OffersService(
        new OfferMaker(catalog::gone, offers::prices, offers::basis, quotes),
        offers,
        promotions,
        PostgresPromotionTable.TABLE.in(core.database()),
        core.writes());
  }
}
