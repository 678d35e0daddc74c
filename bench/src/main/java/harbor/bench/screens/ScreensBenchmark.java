package harbor.bench.screens;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import harbor.bench.cores.CorePorts;
import harbor.bench.cores.RealCores;
import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.load.SlowLink;
import harbor.bench.load.Workload;
import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.bench.report.Results;
import harbor.bench.report.Table;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Home and search of a warm store: at a steady rate, over a phone's link, and while the services of
 * their optional parts fail now and then.
 */
public final class ScreensBenchmark {
  private static final double PER_SECOND = 100;
  private static final int CONNECTIONS = 32;
  private static final Duration ROUND_TRIP = Duration.ofMillis(75);
  private static final long BITS_PER_SECOND = 1_500_000;
  private static final int WITH_ERRORS = 10_000;
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final List<String> WORDS =
      List.of("lamp", "chair", "wool", "kettle", "lamb", "blue", "desk", "oak");

  /** Those without which a page of home is one all the same. */
  private static final List<String> OPTIONAL =
      List.of(
          "orders",
          "recommendations",
          "content",
          "catalog",
          "pricing",
          "inventory",
          "users ListMarks");

  private final Duration window;
  private final CorePorts ports;
  private final String bearer;

  private ScreensBenchmark(Duration window, CorePorts ports, String bearer) {
    this.window = window;
    this.ports = ports;
    this.bearer = bearer;
  }

  /** What is asked, of which BFF and in which format. */
  private record Screen(String name, String bff, String accept, List<String> paths) {
    boolean isOfAPhone() {
      return bff.equals("mobile-bff");
    }
  }

  private static List<Screen> homes() {
    return List.of(
        new Screen("home of a phone", "mobile-bff", PROTOBUF, List.of("/mobile/v1/home")),
        new Screen("home of a phone", "mobile-bff", JSON, List.of("/mobile/v1/home")),
        new Screen("home in sections", "mobile-bff", PROTOBUF, List.of("/mobile/v2/home")),
        new Screen("home in sections", "mobile-bff", JSON, List.of("/mobile/v2/home")),
        new Screen("home of the web", "web-bff", JSON, List.of("/web/home")));
  }

  private static List<Screen> searches() {
    return List.of(
        new Screen("search of a phone", "mobile-bff", PROTOBUF, queries("/mobile/v1/products?q=")),
        new Screen("search of the web", "web-bff", JSON, queries("/web/search?q=")));
  }

  private static List<String> queries(String path) {
    return WORDS.stream().map(word -> path + word).toList();
  }

  /** Runs it and writes {@code screens.md}. */
  public static void run(Layout layout, Results results, Duration window) {
    System.out.println("screens");
    CorePorts ports =
        CorePorts.choose(List.of("mobile-bff", "web-bff", "identity-dev", "management"));
    try (Pinned _ = RealCores.start(layout, ports, Pinned.ANYWHERE)) {
      String token =
          DevelopmentToken.of("ada", IdentityDev.issuerOf(Environment.of(ports.listen())));
      new ScreensBenchmark(window, ports, "Bearer " + token).measure(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void measure(Results results) {
    Stream.concat(homes().stream(), searches().stream())
        .forEach(
            screen -> {
              try (LoadGenerator load = load(screen, ports.of(screen.bff()), 2)) {
                LoadResult _ = load.closed(window);
              }
            });
    results.write(
        "screens.md",
        "# Home and search\n\n"
            + results.header(Layout.FLAGS)
            + "\n"
            + "The whole store in one process, with the shipped catalogue, warm, and the driver"
            + " share the machine's cores. Phones are signed in.\n"
            + "\n## %.0f a second for %d s\n\n".formatted(PER_SECOND, window.toSeconds())
            + atARate()
            + "\n## Over a link of %d ms and %.1f Mbit/s\n\n"
                .formatted(ROUND_TRIP.toMillis(), BITS_PER_SECOND / 1e6)
            + "One after the other, over a connection that is open already.\n\n"
            + overLink()
            + "\n## While optional parts fail\n\n"
            + "%,d pages each at %.0f a second; so many of a hundred calls of the services of all optional parts fail.%n%n"
                .formatted(WITH_ERRORS, 2 * PER_SECOND)
            + withErrors());
  }

  private Table atARate() {
    Table table =
        new Table(
            "screen",
            "format",
            "bytes",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "sent",
            "answered 2xx",
            "degraded");
    Stream.concat(homes().stream(), searches().stream())
        .forEach(
            screen -> {
              LoadResult result;
              try (LoadGenerator load = load(screen, ports.of(screen.bff()), CONNECTIONS)) {
                result = load.open(PER_SECOND, window, LoadGenerator.PATIENT);
              }
              table.row(
                  screen.name(),
                  screen.accept(),
                  Integer.toString(bytes(screen)),
                  millis(result, 50),
                  millis(result, 95),
                  millis(result, 99),
                  Long.toString(result.sent()),
                  Long.toString(result.succeeded()),
                  Long.toString(result.degraded()));
              System.out.printf("  %-20s p95 %s ms%n", screen.name(), millis(result, 95));
            });
    return table;
  }

  private Table overLink() {
    Table table = new Table("screen", "format", "answers", "p50 ms", "p95 ms");
    for (Screen screen : homes()) {
      try (SlowLink link = new SlowLink(ports.of(screen.bff()), ROUND_TRIP, BITS_PER_SECOND);
          LoadGenerator load = load(screen, link.port(), 1)) {
        LoadResult result = load.closed(window);
        table.row(
            screen.name(),
            screen.accept(),
            Long.toString(result.succeeded()),
            millis(result, 50),
            millis(result, 95));
      }
    }
    return table;
  }

  private Table withErrors() {
    Table table = new Table("screen", "errors", "sent", "answered 2xx", "degraded", "p95 ms");
    for (String share : List.of("0.8", "3")) {
      turn(
          OPTIONAL.stream()
              .map(service -> service + " errors=" + share + "%")
              .collect(joining("\n")));
      for (Screen screen : List.of(homes().getFirst(), homes().getLast())) {
        try (LoadGenerator load = load(screen, ports.of(screen.bff()), CONNECTIONS)) {
          LoadResult result =
              load.open(
                  2 * PER_SECOND,
                  Duration.ofMillis(Math.round(WITH_ERRORS * 500 / PER_SECOND)),
                  LoadGenerator.PATIENT);
          table.row(
              screen.name(),
              share + " %",
              Long.toString(result.sent()),
              Long.toString(result.succeeded()),
              Long.toString(result.degraded()),
              millis(result, 95));
          System.out.printf(
              "  %-20s %s %% of errors: %d of %d answered%n",
              screen.name(), share, result.succeeded(), result.sent());
        }
      }
      turn("off");
    }
    return table;
  }

  private void turn(String faults) {
    byte[] _ = send(to("management", "/faults").PUT(BodyPublishers.ofString(faults)).build());
  }

  private int bytes(Screen screen) {
    HttpRequest.Builder request = to(screen.bff(), screen.paths().getFirst());
    if (screen.isOfAPhone()) {
      request.header("Authorization", bearer);
    }
    return send(request.header("Accept", screen.accept()).build()).length;
  }

  private HttpRequest.Builder to(String process, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(ports.of(process), path)));
  }

  private static byte[] send(HttpRequest request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.toString());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private LoadGenerator load(Screen screen, int port, int connections) {
    return new LoadGenerator(
        new Workload(
            port,
            screen.paths(),
            screen.accept(),
            screen.isOfAPhone()
                ? screen.paths().stream()
                    .collect(toMap(path -> path, _ -> "Authorization: " + bearer))
                : Map.of()),
        connections);
  }

  private static String millis(LoadResult result, double percentile) {
    return String.format(Locale.ROOT, "%.1f", result.millis(percentile));
  }
}
