package harbor.allinone;

import static java.util.concurrent.CompletableFuture.runAsync;

import harbor.catalog.Catalog;
import harbor.catalog.CatalogSettings;
import harbor.inventory.Inventory;
import harbor.inventory.InventorySettings;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.explain.PlansPages;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Answer;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreService;
import harbor.media.Media;
import harbor.media.MediaSettings;
import harbor.mobile.MobileBff;
import harbor.mobile.MobileBffSettings;
import harbor.observability.Telemetry;
import harbor.pricing.Pricing;
import harbor.pricing.PricingSettings;
import harbor.recommendations.Recommendations;
import harbor.recommendations.RecommendationsSettings;
import harbor.reviews.Reviews;
import harbor.reviews.ReviewsSettings;
import harbor.web.WebBff;
import harbor.web.WebBffSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store, assembled: database, core services, media, BFFs, in this order; closed in reverse.
 *
 * <p>Each process has its own settings, its own port and its own telemetry, as if it ran alone;
 * they share a JVM, a management port and nothing else.
 */
final class AllInOne {
  private static final Logger log = LoggerFactory.getLogger(AllInOne.class);

  private AllInOne() {}

  /** Starts everything and prints what runs where; closing stops it. */
  static Parts start(Environment given) {
    AllInOneSettings settings = AllInOneSettings.from(given);
    Parts parts = new Parts();
    try {
      DataDirectory data = parts.add("data directory", DataDirectory.open(settings.data()));
      Wired wired = new Wired(given);
      Health health = new Health();
      List<StoreProcess> processes = new ArrayList<>();
      ManagementServer management =
          parts.add("management", ManagementServer.start(settings.management()));
      management.page("/health", health::page);

      String database = database(settings, data, wired, parts);
      List<StoreProcess> cores = cores(wired, parts);
      cores.forEach(core -> wired.coreListens(core.name(), core.port()));
      processes.addAll(cores);
      if (settings.demo()) {
        ShippedCatalogue.loadIfNeeded(data, wired.targets());
      }
      List<Bff> bffs = bffs(wired, parts, processes);

      management.page("/metrics", () -> Answer.text(200, MergedMetrics.of(scrapes(processes))));
      PlansPages.add(management, bffs.stream().map(Bff::explainer).toList());
      WarmUp.run(wired.targets(), processes);
      parts.add("health", () -> health.turn(Health.State.DRAINING));
      health.turn(Health.State.SERVING);
      Banner.print(System.out, processes, management.port(), database, wired.targets());
      warnOfUnread(given);
      return parts;
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /** What ./harbor itself and tests read is no mistake. */
  private static void warnOfUnread(Environment given) {
    given.unread("HARBOR_").stream()
        .filter(name -> !name.startsWith("HARBOR_JAVA_") && !name.equals("HARBOR_REAL_DATA"))
        .forEach(name -> log.warn("{} is set, but nothing reads it: is it misspelt?", name));
  }

  private static String database(
      AllInOneSettings settings, DataDirectory data, Wired wired, Parts parts) {
    if (settings.databaseUrl().isPresent()) {
      return "outside, as HARBOR_DB_URL says";
    }
    EmbeddedDatabase embedded = parts.add("database", EmbeddedDatabase.start(data));
    wired.databaseIs(embedded.url());
    return "embedded, port %d, data in %s".formatted(embedded.port(), settings.data());
  }

  private static List<StoreProcess> cores(Wired wired, Parts parts) {
    Environment environment = wired.environment();
    CatalogSettings catalog = CatalogSettings.from(environment);
    InventorySettings inventory = InventorySettings.from(environment);
    PricingSettings pricing = PricingSettings.from(environment);
    ReviewsSettings reviews = ReviewsSettings.from(environment);
    RecommendationsSettings recommendations = RecommendationsSettings.from(environment);
    return StoreProcess.startTogether(
        List.of(
            core("catalog", wired, parts, telemetry -> Catalog.start(catalog, telemetry)),
            core("inventory", wired, parts, telemetry -> Inventory.start(inventory, telemetry)),
            core("pricing", wired, parts, telemetry -> Pricing.start(pricing, telemetry)),
            core("reviews", wired, parts, telemetry -> Reviews.start(reviews, telemetry)),
            core(
                "recommendations",
                wired,
                parts,
                telemetry -> Recommendations.start(recommendations, telemetry))));
  }

  private static List<Bff> bffs(Wired wired, Parts parts, List<StoreProcess> processes) {
    MediaSettings mediaSettings = MediaSettings.from(wired.environment());
    Telemetry mediaTelemetry = wired.telemetry(Media.NAME, parts);
    Media media = parts.add(Media.NAME, Media.start(mediaSettings, mediaTelemetry));
    wired.mediaListens(media.port());
    WebBffSettings webSettings = WebBffSettings.from(wired.environment());
    Telemetry webTelemetry = wired.telemetry("web-bff", parts);
    Bff web = parts.add("web-bff", WebBff.start(webSettings, webTelemetry));
    MobileBffSettings mobileSettings = MobileBffSettings.from(wired.environment());
    Telemetry mobileTelemetry = wired.telemetry("mobile-bff", parts);
    Bff mobile = parts.add("mobile-bff", MobileBff.start(mobileSettings, mobileTelemetry));
    // A server takes two seconds to close, whatever it does: all at the same time.
    parts.add(
        "what clients reach",
        () ->
            CompletableFuture.allOf(
                    runAsync(web::close), runAsync(mobile::close), runAsync(media::close))
                .join());
    processes.add(new StoreProcess(Media.NAME, media.port(), mediaTelemetry));
    processes.add(new StoreProcess("web-bff", web.port(), webTelemetry));
    processes.add(new StoreProcess("mobile-bff", mobile.port(), mobileTelemetry));
    return List.of(web, mobile);
  }

  private static StoreProcess.Start core(
      String name, Wired wired, Parts parts, StoreProcess.Wiring<CoreService> wiring) {
    return () -> {
      Telemetry telemetry = wired.telemetry(name, parts);
      CoreService service = parts.add(name, wiring.start(telemetry));
      return new StoreProcess(name, service.port(), telemetry);
    };
  }

  private static List<String> scrapes(List<StoreProcess> processes) {
    return processes.stream().map(process -> process.telemetry().scrape()).toList();
  }
}
