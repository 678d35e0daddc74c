package harbor.bench.checkout;

import static java.util.stream.Collectors.toMap;

import harbor.bench.checkout.Buyers.FilledCart;
import harbor.bench.cores.CorePorts;
import harbor.bench.cores.RealCores;
import harbor.bench.cores.RecordingClient;
import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.load.SlowLink;
import harbor.bench.load.Workload;
import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.bench.process.Ports;
import harbor.bench.report.Results;
import harbor.bench.report.Table;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.HdrHistogram.Histogram;

/**
 * The checkout summary of ten lines: at a steady rate beside warm services, over a phone's link
 * beside a client that asks six services one after the other, and of services that answer late.
 */
public final class CheckoutBenchmark {
  private static final double PER_SECOND = 100;
  private static final int CONNECTIONS = 32;
  private static final int CARTS = 20;
  private static final int ROUNDS = 40;
  private static final Duration ROUND_TRIP = Duration.ofMillis(75);
  private static final long BITS_PER_SECOND = 1_500_000;
  private static final Duration LATE = Duration.ofMillis(80);

  /** Whom the second step of the summary asks. */
  private static final List<String> ASKED_AT_ONCE =
      List.of("pricing", "catalog", "inventory", "recommendations");

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long LOOPBACK = 10_000_000_000L;
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";

  private final Layout layout;
  private final Duration window;
  private final CorePorts ports;
  private final List<FilledCart> carts = new ArrayList<>();

  private CheckoutBenchmark(Layout layout, Duration window, CorePorts ports) {
    this.layout = layout;
    this.window = window;
    this.ports = ports;
  }

  /** Runs it and writes {@code checkout.md}. */
  public static void run(Layout layout, Results results, Duration window) {
    System.out.println("checkout");
    CorePorts ports =
        CorePorts.choose(
            List.of(
                "catalog",
                "inventory",
                "pricing",
                "tax",
                "reviews",
                "recommendations",
                "carts",
                "shipping",
                "mobile-bff"));
    try (Pinned _ = RealCores.start(layout, ports, Pinned.ANYWHERE);
        Buyers buyers = new Buyers(ports.of("mobile-bff"))) {
      new CheckoutBenchmark(layout, window, ports).measure(buyers, results);
    }
  }

  private void measure(Buyers buyers, Results results) {
    List<String> products;
    try (RecordingClient client = new RecordingClient(ports, RealCores.keys(layout))) {
      products = client.productIds(200);
    }
    for (int cart = 0; cart < CARTS; cart++) {
      carts.add(buyers.fill(products, cart * 7));
    }
    try (LoadGenerator load = new LoadGenerator(workload(JSON), 2)) {
      LoadResult _ = load.closed(window.multipliedBy(2));
    }
    Table rate =
        new Table(
            "format", "bytes", "p50 ms", "p95 ms", "p99 ms", "sent", "answered 2xx", "degraded");
    for (String accept : List.of(JSON, PROTOBUF)) {
      try (LoadGenerator load = new LoadGenerator(workload(accept), CONNECTIONS)) {
        LoadResult result = load.open(PER_SECOND, window, LoadGenerator.PATIENT);
        rate.row(
            accept,
            Integer.toString(buyers.summary(carts.getFirst(), accept).length),
            millis(result.millis(50)),
            millis(result.millis(95)),
            millis(result.millis(99)),
            Long.toString(result.sent()),
            Long.toString(result.succeeded()),
            Long.toString(result.degraded()));
        System.out.printf("  %-24s p95 %.1f ms%n", accept, result.millis(95));
      }
    }
    results.write(
        "checkout.md",
        "# The checkout summary\n\n"
            + results.header(Layout.FLAGS)
            + "\n"
            + "The whole store in one process, with the shipped catalogue, warm, and the driver"
            + " share the machine's cores; carts of ten lines.\n"
            + "\n## %.0f a second for %d s\n\n".formatted(PER_SECOND, window.toSeconds())
            + rate
            + "\n## Over a link of %d ms and %.1f Mbit/s\n\n"
                .formatted(ROUND_TRIP.toMillis(), BITS_PER_SECOND / 1e6)
            + "%d times, over connections that are open already. A client without a BFF asks carts, pricing, catalog, inventory, shipping and recommendations, each answer in protobuf.%n%n"
                .formatted(ROUNDS)
            + overLink()
            + "\n## Beside services that answer after %d ms\n\n".formatted(LATE.toMillis())
            + "%d times. The mobile BFF has a process of its own; %s answer %d ms later than they do, carts at once. Nothing is left out of any summary.%n%n"
                .formatted(ROUNDS, String.join(", ", ASKED_AT_ONCE), LATE.toMillis())
            + late());
  }

  private Workload workload(String accept) {
    return new Workload(
        ports.of("mobile-bff"),
        carts.stream().map(FilledCart::path).distinct().toList(),
        accept,
        carts.stream().collect(toMap(FilledCart::path, cart -> "X-Guest-Id: " + cart.guest())));
  }

  private Table overLink() {
    Table table = new Table("client", "requests", "bytes of answers", "p50 ms", "p95 ms");
    FilledCart cart = carts.getFirst();
    try (SlowLink link = link("mobile-bff");
        Buyers phone = new Buyers(link.port())) {
      row(table, "the summary, JSON", 1, () -> phone.summary(cart, JSON).length);
      row(table, "the summary, protobuf", 1, () -> phone.summary(cart, PROTOBUF).length);
    }
    List<SlowLink> links = new ArrayList<>();
    ToIntFunction<String> reach =
        service -> {
          links.add(link(service));
          return links.getLast().port();
        };
    try (SixCalls naive = new SixCalls(cart, reach, RealCores.keys(layout))) {
      row(table, "six calls, one after the other", 6, () -> (int) naive.ask());
    } finally {
      links.forEach(SlowLink::close);
    }
    return table;
  }

  private SlowLink link(String service) {
    return new SlowLink(ports.of(service), ROUND_TRIP, BITS_PER_SECOND);
  }

  /** What the second step asks, one after the other and at once. */
  private Table late() {
    Table table = new Table("calls", "requests", "bytes of answers", "p50 ms", "p95 ms");
    Map<String, SlowLink> links = new LinkedHashMap<>();
    ASKED_AT_ONCE.forEach(
        service -> links.put(service, new SlowLink(ports.of(service), LATE, LOOPBACK)));
    ToIntFunction<String> reach =
        service -> links.containsKey(service) ? links.get(service).port() : ports.of(service);
    FilledCart cart = carts.getFirst();
    int port = Ports.free();
    try (Pinned bff = bff(port, links);
        Buyers phone = new Buyers(port);
        SixCalls naive = new SixCalls(cart, reach, RealCores.keys(layout))) {
      awaitListening(bff, port);
      row(table, "five, one after the other", 5, () -> (int) naive.askAsBff());
      row(
          table,
          "the summary: the cart, then four at once",
          1,
          () -> phone.wholeSummary(cart, PROTOBUF).length);
    } finally {
      links.values().forEach(SlowLink::close);
    }
    return table;
  }

  private static void awaitListening(Pinned bff, int port) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        bff.checkAlive();
        if (System.nanoTime() > end) {
          throw new IllegalStateException("The BFF does not listen:\n" + bff.log(), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  /** A mobile BFF that reaches these services over links. */
  private Pinned bff(int port, Map<String, SlowLink> links) {
    Map<String, String> environment = new HashMap<>(ports.harborTargets());
    links.forEach(
        (service, link) ->
            environment.put(Environment.setting(service, "TARGET"), "127.0.0.1:" + link.port()));
    environment.put(Environment.setting("mobile-bff", "PORT"), Integer.toString(port));
    environment.put("HARBOR_MANAGEMENT_PORT", "0");
    environment.put("HARBOR_CACHE", "off");
    environment.put("HARBOR_KEYS", RealCores.keys(layout).toString());
    environment.put("OTEL_SDK_DISABLED", "true");
    return Pinned.start(
        "late-mobile-bff",
        layout.harborOnAllCores("harbor.mobile.MobileBffMain"),
        environment,
        Pinned.ANYWHERE,
        layout.work());
  }

  private static void row(Table table, String client, int requests, Callable<Integer> ask) {
    Histogram latency = new Histogram(3);
    int bytes = 0;
    try {
      for (int round = -5; round < ROUNDS; round++) {
        long begin = System.nanoTime();
        bytes = ask.call();
        if (round >= 0) {
          latency.recordValue((System.nanoTime() - begin) / 1_000);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(client, e);
    }
    table.row(
        client,
        Integer.toString(requests),
        Integer.toString(bytes),
        millis(latency.getValueAtPercentile(50) / 1_000.0),
        millis(latency.getValueAtPercentile(95) / 1_000.0));
    System.out.printf("  %-32s p50 %.0f ms%n", client, latency.getValueAtPercentile(50) / 1_000.0);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
