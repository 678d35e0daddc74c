package harbor.allinone;

import static java.util.concurrent.CompletableFuture.runAsync;

import harbor.carts.Carts;
import harbor.catalog.Catalog;
import harbor.inventory.Inventory;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.explain.PlansPages;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Answer;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.CoreSettings;
import harbor.kit.service.RunningCore;
import harbor.media.Media;
import harbor.media.MediaSettings;
import harbor.mobile.MobileBff;
import harbor.observability.Telemetry;
import harbor.pricing.Pricing;
import harbor.recommendations.Recommendations;
import harbor.reviews.Reviews;
import harbor.watch.WatchBff;
import harbor.web.WebBff;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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

  private static final List<CoreProcess> CORES =
      List.of(
          Catalog.PROCESS,
          Inventory.PROCESS,
          Pricing.PROCESS,
          Reviews.PROCESS,
          Recommendations.PROCESS,
          Carts.PROCESS);

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
      List<BffProcess.Running> bffs = bffs(wired, parts, processes);

      management.page("/metrics", () -> Answer.text(200, MergedMetrics.of(scrapes(processes))));
      PlansPages.add(management, bffs.stream().map(BffProcess.Running::explainer).toList());
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
    return StoreProcess.startTogether(
        CORES.stream().map(core -> start(core, core.settings(environment), wired, parts)).toList());
  }

  private static List<BffProcess.Running> bffs(
      Wired wired, Parts parts, List<StoreProcess> processes) {
    MediaSettings mediaSettings = MediaSettings.from(wired.environment());
    Telemetry mediaTelemetry = wired.telemetry(Media.NAME, parts);
    Media media = parts.add(Media.NAME, Media.start(mediaSettings, mediaTelemetry));
    wired.mediaListens(media.port());
    processes.add(new StoreProcess(Media.NAME, media.port(), mediaTelemetry));
    List<BffProcess.Running> running = new ArrayList<>();
    for (BffProcess process : List.of(WebBff.PROCESS, MobileBff.PROCESS, WatchBff.PROCESS)) {
      Telemetry telemetry = wired.telemetry(process.name(), parts);
      BffProcess.Running bff =
          parts.add(process.name(), process.start(wired.environment(), telemetry));
      running.add(bff);
      processes.add(new StoreProcess(process.name(), bff.port(), telemetry));
    }
    // A server takes two seconds to close, whatever it does: all at the same time.
    parts.add(
        "what clients reach",
        () ->
            CompletableFuture.allOf(
                    Stream.concat(Stream.of(media), running.stream())
                        .map(part -> runAsync(() -> close(part)))
                        .toArray(CompletableFuture[]::new))
                .join());
    return running;
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("A process does not close", e);
    }
  }

  private static StoreProcess.Start start(
      CoreProcess process, CoreSettings settings, Wired wired, Parts parts) {
    return () -> {
      Telemetry telemetry = wired.telemetry(process.name(), parts);
      RunningCore core = parts.add(process.name(), process.start(settings, telemetry));
      return new StoreProcess(process.name(), core.port(), telemetry);
    };
  }

  private static List<String> scrapes(List<StoreProcess> processes) {
    return processes.stream().map(process -> process.telemetry().scrape()).toList();
  }
}
