package harbor.bench.identity;

import harbor.bench.checkout.Buyers;
import harbor.bench.cores.CorePorts;
import harbor.bench.cores.RealCores;
import harbor.bench.cores.RecordingClient;
import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.load.Workload;
import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.bench.process.Usage;
import harbor.bench.report.Results;
import harbor.bench.report.Spread;
import harbor.bench.report.Table;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A phone's cart of ten lines, asked by somebody who has signed in, by a guest, and with all checks
 * of callers left out: what it costs to know who asks, and that each core service decides itself.
 */
public final class IdentityBenchmark {
  private static final int CONNECTIONS = 16;
  private static final int WARM_UPS = 6;
  private static final int PRODUCTS = 200;
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Layout layout;
  private final Duration window;
  private final int bffCore;
  private final int otherCore;

  private IdentityBenchmark(Layout layout, Duration window, int bffCore, int otherCore) {
    this.layout = layout;
    this.window = window;
    this.bffCore = bffCore;
    this.otherCore = otherCore;
  }

  /** A way of asking, and what it cost in each round: milliseconds of CPU for 1,000 requests. */
  private record Way(String name, Pinned process, Workload workload, List<Double> cpu) {}

  /** Runs it and writes {@code identity.md}. */
  public static void run(
      Layout layout, Results results, Duration window, int rounds, int bffCore, int otherCore) {
    System.out.println("identity");
    new IdentityBenchmark(layout, window, bffCore, otherCore).measure(results, rounds);
  }

  private void measure(Results results, int rounds) {
    CorePorts stores =
        CorePorts.choose(
            Stream.concat(
                    CorePorts.NAMES.stream(),
                    Stream.of("carts", "tax", "mobile-bff", IdentityDev.PROCESS.name()))
                .toList());
    try (Pinned store = RealCores.start(layout, stores, otherCore);
        Buyers buyers = new Buyers(stores.of("mobile-bff"))) {
      URI issuer =
          URI.create("http://localhost:%d/harbor".formatted(stores.of(IdentityDev.PROCESS.name())));
      List<String> products;
      try (RecordingClient client = new RecordingClient(stores, RealCores.keys(layout))) {
        products = client.productIds(PRODUCTS);
      }
      String bearer = "Bearer " + token(issuer);
      String adas = buyers.fill(products, 0, bearer);
      Buyers.FilledCart guests = buyers.fill(products, 0);
      String guest = "X-Guest-Id: " + guests.guest();
      CorePorts checked = ports();
      CorePorts open = ports();
      try (Pinned knowing = start("cart-checked", checked, store, issuer);
          Pinned unknowing =
              start("cart-open", open, store, issuer, CartMain.OPEN + guests.guest())) {
        List<Way> ways =
            List.of(
                way("signed in", knowing, checked, adas, "Authorization: " + bearer),
                way("a guest", knowing, checked, guests.id(), guest),
                way("no checks of callers", unknowing, open, guests.id(), guest));
        ways.forEach(this::warmUp);
        Stream.of(knowing, unknowing).forEach(process -> process.runOn(bffCore));
        ways.forEach(this::ask);
        ways.forEach(way -> way.cpu().clear());
        for (int round = 0; round < rounds; round++) {
          ways.forEach(this::ask);
        }
        results.write("identity.md", report(results, ways, rounds));
      }
    }
  }

  private static CorePorts ports() {
    return CorePorts.choose(
        Stream.concat(CartMain.CORES.stream(), Stream.of("mobile-bff")).toList());
  }

  private Pinned start(
      String name, CorePorts ports, Pinned store, URI issuer, String... arguments) {
    Map<String, String> environment = new HashMap<>(ports.listen());
    environment.putAll(ports.harborTargets());
    environment.put("HARBOR_DB_URL", RealCores.databaseUrl(store, layout));
    environment.put("HARBOR_KEYS", RealCores.keys(layout).toString());
    environment.put("HARBOR_CACHE", "off");
    environment.put("HARBOR_OIDC_ISSUER", issuer.toString());
    environment.put("HARBOR_OIDC_CLIENT_ID", IdentityDev.CLIENT_ID);
    environment.put("HARBOR_OIDC_CLIENT_SECRET", "any");
    environment.put("HARBOR_OIDC_AUDIENCE", IdentityDev.AUDIENCE);
    environment.put("HARBOR_OIDC_ROLES_CLAIM", IdentityDev.ROLES_CLAIM);
    environment.put("OTEL_SDK_DISABLED", "true");
    List<String> command = new ArrayList<>(layout.harbor(CartMain.class.getName()));
    command.addAll(List.of(arguments));
    Pinned process = Pinned.start(name, command, environment, bffCore, layout.work());
    process.runOn(bffCore, otherCore);
    process.awaitSaid("ready", PATIENCE);
    return process;
  }

  private static Way way(String name, Pinned process, CorePorts ports, String cart, String who) {
    String path = "/mobile/v1/carts/" + cart;
    return new Way(
        name,
        process,
        new Workload(ports.of("mobile-bff"), List.of(path), JSON, Map.of(path, who)),
        new ArrayList<>());
  }

  private void warmUp(Way way) {
    try (LoadGenerator load = new LoadGenerator(way.workload(), CONNECTIONS)) {
      for (int windows = 0; windows < WARM_UPS; windows++) {
        LoadResult result = load.closed(window);
        System.out.printf("  warming up %-24s %7.0f/s%n", way.name(), result.rate());
      }
    }
  }

  private void ask(Way way) {
    try (LoadGenerator load = new LoadGenerator(way.workload(), CONNECTIONS)) {
      long before = Usage.cpuMillis(way.process().pid());
      LoadResult result = load.closed(window);
      double spent = Usage.cpuMillis(way.process().pid()) - before;
      if (result.succeeded() < result.sent() * 0.999 || result.degraded() > result.sent() / 1000) {
        throw new IllegalStateException(way.name() + " is not answered whole: " + result);
      }
      way.cpu().add(spent / result.succeeded() * 1000);
      System.out.printf(
          "  %-24s %8.1f ms CPU/1,000  %7.0f/s%n", way.name(), way.cpu().getLast(), result.rate());
    }
  }

  private String report(Results results, List<Way> ways, int rounds) {
    Way none = ways.getLast();
    Table table = new Table("who asks", "ms CPU for 1,000", "of no checks");
    for (Way way : ways) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        ratios.add(way.cpu().get(round) / none.cpu().get(round) * 100);
      }
      table.row(way.name(), Spread.of(way.cpu()).text(1), Spread.of(ratios).text(0) + " %");
    }
    return "# Who is asking\n\n"
        + results.header(Layout.ONE_CORE_FLAGS)
        + "\nA phone's cart of ten lines, JSON, %d rounds in turn of %d s each, %d connections that ask as fast as they are answered. The mobile BFF and the core services share one process and one core, and talk over gRPC; the database and the driver have the other core. Nothing is cached. Signed in: the bearer is verified, the BFF's calls carry service tokens, each core service checks token, access rule and owner. Without checks there are neither tokens nor keys. A ratio is of one round.%n%n"
            .formatted(rounds, window.toSeconds(), CONNECTIONS)
        + table;
  }

  private static String token(URI issuer) {
    try {
      return DevelopmentToken.of("ada", issuer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
