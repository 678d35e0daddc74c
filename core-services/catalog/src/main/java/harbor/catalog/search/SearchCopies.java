package harbor.catalog.search;

import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.ReviewsClient;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Read;
import harbor.kit.service.Core;
import harbor.kit.service.change.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The copies that search sorts, filters and counts by, and whose they are. */
public final class SearchCopies {
  private static final Duration MAX_CALL = Duration.ofSeconds(5);

  private SearchCopies() {}

  /** Keeps them for as long as the service runs. */
  public static void keep(Core core) {
    PricingClient pricing = core.client(PricingClient.SERVICE);
    InventoryClient inventory = core.client(InventoryClient.SERVICE);
    ReviewsClient reviews = core.client(ReviewsClient.SERVICE);
    keep(
        core,
        "prices",
        "is_priced",
        CopyViews.PRICE,
        pricing.changes,
        pricing.price.all(),
        CopyViews.NO_PRICE,
        // What a product costs is a part of it.
        Optional.of(core.outbox()));
    keep(
        core,
        "stock",
        "is_stocked",
        CopyViews.STOCK,
        inventory.changes,
        inventory.stock.all(),
        CopyViews.NO_STOCK,
        Optional.empty());
    keep(
        core,
        "ratings",
        "is_rated",
        CopyViews.RATING,
        reviews.changes,
        reviews.rating.all(),
        CopyViews.NO_RATING,
        Optional.empty());
  }

  private static <C> void keep(
      Core core,
      String feed,
      String asked,
      List<PostgresCopies.Column<C>> columns,
      ChangeStream changes,
      Read<Collection<String>, Map<String, C>> owner,
      C none,
      Optional<Outbox> outbox) {
    core.part(
        "copies of " + changes.name(),
        CopyFeed.start(
            core.database().schema(),
            changes,
            new PostgresCopies<>(core.database(), feed, asked, columns, outbox),
            ids -> owner.call(ids, MAX_CALL),
            none,
            core.telemetry().openTelemetry().getTracer("harbor.catalog")));
  }
}
