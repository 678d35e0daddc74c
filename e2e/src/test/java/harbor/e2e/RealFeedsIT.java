package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Real feeds through the real command into a real store. */
@EnabledIfEnvironmentVariable(
    named = "HARBOR_REAL_DATA",
    matches = ".+",
    disabledReason = "HARBOR_REAL_DATA does not name the folder of the real feeds")
class RealFeedsIT {
  private static final Path FEEDS =
      Path.of(java.util.Objects.requireNonNullElse(System.getenv("HARBOR_REAL_DATA"), "."));
  private static final double MOST_GIB = 1.5;

  @Test
  void feeds_areStoredWithoutARefusal_andAnswerOnBothBffs() throws Exception {
    try (Store store = Store.start(RunningStore.freshData(), Map.of("HARBOR_DEMO", "none"))) {
      String gifts =
          run(
              store,
              "--catalog",
              feed("gifts.feed.tsv.gz"),
              "--orders",
              feed("gifts.orders.csv.gz"),
              "--places",
              feed("stores.csv.gz"));
      String parts = run(store, "--catalog", feed("pc-parts.feed.tsv.gz"));

      assertThat(gifts)
          .contains("3,791 read, 3,791 created, 0 updated, 0 unchanged, 0 refused")
          .contains("527,725 read, 527,725 created, 0 updated, 0 unchanged, 0 refused")
          .contains("1,565 read, 1,565 created, 0 updated, 0 unchanged, 0 refused");
      assertThat(parts).contains("47,551 read, 47,551 created, 0 updated, 0 unchanged, 0 refused");
      assertThat(run(store, "--catalog", feed("gifts.feed.tsv.gz")))
          .contains("3,791 read, 0 created, 0 updated, 3,791 unchanged, 0 refused");
      for (String id : List.of("85123A", "016400cb-b898-4d55-a3dc-c85d9a10b55a")) {
        awaitWhole(store.web("/web/products/" + id));
        awaitWhole(store.mobile("/mobile/v1/products/" + id));
      }
      assertThat(Http.text(Http.get(store.web("/web/products/85123A"))))
          .contains("\"reason\":\"bought_together\"");
      assertThat(gibibytes(store)).isLessThan(MOST_GIB);
      System.out.println(gifts + parts);
    }
  }

  private static void awaitWhole(String url) {
    await()
        .untilAsserted(
            () -> {
              var response = Http.get(url);
              assertThat(response.statusCode()).isEqualTo(200);
              assertThat(response.headers().firstValue("x-degraded")).isEmpty();
            });
  }

  private static String feed(String name) {
    return FEEDS.resolve(name).toString();
  }

  private static String run(Store store, String... files) throws Exception {
    List<String> command =
        Store.command(Stream.concat(Stream.of("import"), Stream.of(files)).toArray(String[]::new));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(store.environment());
    Process importing = builder.start();
    String said = new String(importing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(importing.waitFor()).as(said).isZero();
    return said;
  }

  /** Proportional set size of the store and its PostgreSQL: shared pages counted once. */
  private static double gibibytes(Store store) {
    long kilobytes =
        store.processes().mapToLong(process -> proportionalSetSize(process.pid())).sum();
    return kilobytes / 1024.0 / 1024.0;
  }

  private static long proportionalSetSize(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      // A connection's process that ended while we looked.
      return 0;
    }
  }
}
