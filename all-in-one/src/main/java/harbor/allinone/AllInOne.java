package harbor.allinone;

import static java.util.concurrent.CompletableFuture.runAsync;

import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.identitydev.IdentityDev;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.explain.PlansPages;
import harbor.kit.client.PlainChannels;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.LogLevels;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Response;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreProcess;
import harbor.media.Media;
import harbor.observability.MetricsFormat;
import harbor.observability.ObservedProcess;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.observability.TraceFile;
import harbor.observability.fault.FaultPage;
import harbor.paymentssandbox.PaymentsSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store, assembled: database, payments sandbox, core services, media, development provider,
 * BFFs, in this order; closed in reverse.
 *
 * <p>Each process has its own settings, its own port and its own telemetry, as if it ran alone;
 * they share a JVM, a management port and nothing else.
 */
final class AllInOne {
  private static final Logger log = LoggerFactory.getLogger(AllInOne.class);

  private static final long BYTES_OF_MEGABYTE = 1_000_000;

  /** What ./harbor itself and tests read. */
  private static final Set<String> OF_OTHERS = Set.of("HARBOR_REAL_DATA", "HARBOR_TOOLS");

  private AllInOne() {}

  /** Starts everything and prints what runs where; closing stops it. */
  static Parts start(Environment given) {
    AllInOneSettings settings = AllInOneSettings.from(given);
    Parts parts = new Parts();
    try {
      DataDirectory data = parts.add("data directory", DataDirectory.open(settings.data()));
      Wired wired = new Wired(given);
      Health health = new Health();
      List<RunningProcess> processes = new ArrayList<>();
      ManagementServer management =
          parts.add("management", ManagementServer.start(settings.management()));
      health.addTo(management);
      LogLevels.addTo(management);

      wired.keysAreIn(settings.data());
      wired.mailGoesTo(settings.data());
      if (settings.traceMegabytes() > 0) {
        wired.tracesAreIn(parts.add("traces", traces(settings)));
      }
      String database = database(settings, data, wired, parts);
      if (!wired.hasPaymentProvider()) {
        wired.sandboxLedgerIsIn(settings.data());
        RunningProcess sandbox =
            started(List.of(PaymentsSandbox.PROCESS), wired, health, parts).getFirst();
        wired.sandboxListens(sandbox.port());
        processes.add(sandbox);
      }
      processes.addAll(started(Processes.cores(), wired, health, parts));
      processes.getFirst().telemetry().measureDiskOf(settings.data());
      processes.forEach(core -> wired.coreListens(core.name(), core.port()));
      if (settings.demo()) {
        ShippedCatalogue.loadIfNeeded(data, wired);
      }
      List<BffProcess.Running> bffs = clientFacing(wired, parts, processes);

      management.page("/metrics", accept -> metrics(MetricsFormat.of(accept), processes));
      PlansPages.add(management, bffs.stream().map(BffProcess.Running::explainer).toList());
      FaultPage.add(
          management,
          health,
          processes.stream().flatMap(process -> process.faults().stream()).toList());
      List<String> products = firstProducts(wired);
      WarmUp.run(bffs, products);
      parts.add("health", () -> health.turn(Health.State.DRAINING));
      health.turn(Health.State.SERVING);
      Banner.print(System.out, processes, management.port(), database, bffs, products);
      warnOfUnread(given);
      return parts;
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static void warnOfUnread(Environment given) {
    given.unread("HARBOR_").stream()
        .filter(name -> !name.startsWith("HARBOR_JAVA_") && !OF_OTHERS.contains(name))
        .forEach(name -> log.warn("{} is set, but nothing reads it: is it misspelt?", name));
  }

  private static TraceFile traces(AllInOneSettings settings) {
    return new TraceFile(
        DataDirectory.traces(settings.data()), settings.traceMegabytes() * BYTES_OF_MEGABYTE);
  }

  private static String database(
      AllInOneSettings settings, DataDirectory data, Wired wired, Parts parts) {
    if (settings.databaseUrl().isPresent()) {
      return "outside, as HARBOR_DB_URL says";
    }
    EmbeddedDatabase embedded =
        parts.add("database", EmbeddedDatabase.start(data, () -> System.exit(1)));
    wired.databaseIs(embedded.url());
    return "embedded, port %d, data in %s".formatted(embedded.port(), settings.data());
  }

  /** All at once, each with telemetry of its own. */
  private static List<RunningProcess> started(
      List<? extends StoreProcess> processes, Wired wired, Health health, Parts parts) {
    return RunningProcess.startTogether(
        processes.stream()
            .<RunningProcess.Start>map(
                process ->
                    () -> {
                      Telemetry telemetry = wired.telemetry(process.name(), parts);
                      StoreProcess.Started started =
                          parts.add(process.name(), process.start(wired.environment(), telemetry));
                      started.dependencies().forEach(health::needs);
                      return new RunningProcess(process.name(), started, telemetry);
                    })
            .toList());
  }

  /** What clients reach, one after the other: BFFs are told where the others listen. */
  private static List<BffProcess.Running> clientFacing(
      Wired wired, Parts parts, List<RunningProcess> processes) {
    List<StoreProcess.Started> running = new ArrayList<>();
    for (StoreProcess process : Processes.ALL) {
      boolean isReplaced = process.equals(IdentityDev.PROCESS) && wired.hasProvider();
      boolean isStarted = process instanceof CoreProcess || process.equals(PaymentsSandbox.PROCESS);
      if (!isStarted && !isReplaced) {
        Telemetry telemetry = wired.telemetry(process.name(), parts);
        StoreProcess.Started started =
            parts.add(process.name(), process.start(wired.environment(), telemetry));
        if (process.equals(Media.PROCESS)) {
          wired.mediaListens(started.port());
        }
        if (started instanceof IdentityDev provider) {
          wired.providerIs(provider);
        }
        running.add(started);
        processes.add(new RunningProcess(process.name(), started, telemetry));
      }
    }
    // A server takes two seconds to close, whatever it does: all at the same time.
    parts.add(
        "what clients reach",
        () ->
            CompletableFuture.allOf(
                    running.stream()
                        .map(part -> runAsync(part::close))
                        .toArray(CompletableFuture[]::new))
                .join());
    return running.stream()
        .filter(BffProcess.Running.class::isInstance)
        .map(BffProcess.Running.class::cast)
        .toList();
  }

  private static List<String> firstProducts(Wired wired) {
    try (PlainChannels channels =
        PlainChannels.open(
            CatalogClient.SERVICE.name(),
            wired.target(CatalogClient.SERVICE),
            wired.transport(),
            wired.tokensOf(Processes.COMMAND_LINE))) {
      return new CatalogClient(channels)
          .first.call(WarmUp.PRODUCTS, Duration.ofSeconds(10)).stream()
              .map(Product::getId)
              .toList();
    }
  }

  private static Response metrics(MetricsFormat format, List<RunningProcess> processes) {
    return ObservedProcess.metrics(
        format,
        said ->
            MergedMetrics.of(
                processes.stream().map(process -> process.telemetry().scrape(said)).toList(),
                said));
  }
}
