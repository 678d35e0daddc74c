package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.testing.ProofReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RestartIT {
  @Test
  void store_leavesNothingBehind_whenItIsStartedAndStoppedTwice() throws IOException {
    startAndStop(2, _ -> {});
  }

  @Test
  @Tag("proof")
  @Tag("restarts")
  void store_leavesAndLosesNothing_whenItIsStoppedAndKilledTenTimes() throws Exception {
    ProofReport report =
        new ProofReport(
            "restarts",
            "One store is started and stopped ten times, another one killed ten times; both answer"
                + " as before, and nothing is left.",
            "start",
            "seconds to be ready");
    startAndStop(10, ready -> report.row(ready.number() + ", then stopped", ready.seconds()));
    startAndKill(10, ready -> report.row(ready.number() + ", after a kill", ready.seconds()));
    report.write();
  }

  /** A store that got ready, the first being 1. */
  private record Ready(int number, String seconds) {}

  private static Store start(
      int number, Path data, Map<String, String> settings, Consumer<Ready> listener) {
    long before = System.nanoTime();
    Store store = Store.start(data, settings);
    listener.accept(new Ready(number, "%.1f".formatted((System.nanoTime() - before) / 1e9)));
    return store;
  }

  private static void startAndStop(int times, Consumer<Ready> listener) throws IOException {
    Path data = Store.freshData();
    Map<String, String> ports = Store.withPorts(Map.of());
    Set<String> files = Set.of();

    for (int time = 1; time <= times; time++) {
      Store store = start(time, data, ports, listener);
      List<ProcessHandle> children = store.process().descendants().toList();
      String answer = answer(store);

      store.close();

      assertThat(answer).contains("\"id\":\"HB1001\"");
      assertThat(store.log())
          .contains("harbor has stopped")
          .doesNotContain("ERROR", "but nothing reads it");
      await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(Store.postgresOn(data)).isEmpty();
      ports.values().forEach(port -> assertFree(Integer.parseInt(port)));
      Set<String> now = list(data);
      if (time > 1) {
        assertThat(now).isEqualTo(files);
      }
      files = now;
    }
  }

  @Test
  void store_losesNothing_whenItOrItsDatabaseIsKilled() throws Exception {
    startAndKill(1, _ -> {});
  }

  private static void startAndKill(int times, Consumer<Ready> listener)
      throws IOException, SQLException {
    Path data = Store.freshData();
    Path temporary = Files.createTempDirectory("temporary");
    Store store = Store.start(data, Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary));
    String before = answer(store);

    for (int time = 1; time <= times; time++) {
      // whoever is connected to the database of a killed store does not keep the next one away
      try (Connection _ = DriverManager.getConnection(store.databaseUrl())) {
        store.kill();
        store = start(time, data, Map.copyOf(store.environment()), listener);
      }
      assertThat(store.log()).doesNotContain("Loading the shipped catalogue");
      assertThat(answer(store)).isEqualTo(before);
    }
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    killDatabase(store, data);
    assertThat(answer(store)).isEqualTo(before);
    store.close();
    assertThat(Store.postgresOn(data)).isEmpty();
  }

  /** Every thread that asks it waits for ever, and its pools cannot be closed in good order. */
  @Test
  void store_ends_whenItIsToldTo_whileItsDatabaseHangs() throws IOException {
    Path data = Store.freshData();
    Store store = Store.start(data, Map.of("HARBOR_DRAIN_MS", "1000", "HARBOR_CACHE", "off"));
    List<ProcessHandle> postgres = Store.postgresOn(data);
    try {
      signal("STOP", postgres);
      assertThat(Http.get(store.web("/web/products/HB1001")).statusCode()).isIn(503, 504);

      store.process().destroy();

      assertThat(store.exitCode()).isIn(128 + 15, 1);
    } finally {
      Store.postgresOn(data).forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static void signal(String name, List<ProcessHandle> processes) throws IOException {
    for (ProcessHandle process : processes) {
      await()
          .until(
              new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start()::waitFor,
              code -> code == 0);
    }
  }

  /** The store starts it again on the same port, and says so. */
  private static void killDatabase(Store store, Path data) throws IOException {
    ProcessHandle postmaster = Store.postgresOn(data).getFirst();
    postmaster.destroyForcibly();
    await().until(() -> store.log().contains("The embedded PostgreSQL is back"));
    await().until(store::isServing);
    assertThat(store.log()).contains("ended; it is started again");
  }

  @Test
  void loading_isDoneAgain_whenItWasCutShort() throws IOException {
    Path data = Store.freshData();
    Store cutShort = Store.launch(data, Store.withPorts(Map.of()));
    await()
        .atMost(java.time.Duration.ofMinutes(2))
        .until(() -> cutShort.log().contains("products.tsv: 312 read"));
    cutShort.kill();

    try (Store again = Store.start(data, Map.copyOf(cutShort.environment()))) {
      assertThat(again.log()).contains("Loading the shipped catalogue");
      assertThat(answer(again)).contains("\"relatedProducts\":[{");
      assertThat(data.resolve("catalogue-loading")).doesNotExist();
    }
  }

  @Test
  void secondStore_isToldSo_whenTheDirectoryIsInUse() {
    Store running = RunningStore.get();
    Path data = Path.of(running.environment().getOrDefault("HARBOR_DATA", ""));

    Store second = Store.launch(data, Store.withPorts(Map.of()));

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.log().strip())
        .isEqualTo(
            "harbor: Another store uses "
                + data
                + ". Stop it, or set HARBOR_DATA to another directory.");
  }

  @Test
  void portInUse_isSaidInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> settings = new HashMap<>(Store.withPorts(Map.of()));
      settings.put("HARBOR_PRICING_PORT", Integer.toString(taken.getLocalPort()));

      Path data = Store.freshData();
      Store store = Store.launch(data, settings);

      assertThat(store.exitCode()).isEqualTo(1);
      assertThat(store.log())
          .contains(
              "harbor: pricing cannot listen on port %d: it is in use. Stop what listens there or"
                  .formatted(taken.getLocalPort()))
          .doesNotContain("\tat ");
      assertThat(Store.postgresOn(data)).isEmpty();
    }
  }

  @Test
  void badSetting_endsTheStart_withOneSentence() {
    Store store = Store.launch(Store.freshData(), Map.of("HARBOR_CATALOG_PORT", "many"));

    assertThat(store.exitCode()).isEqualTo(78);
    assertThat(store.log())
        .contains(
            "harbor: HARBOR_CATALOG_PORT is 'many' (expected: a whole number from 0 to 65535)")
        .doesNotContain("\tat ");
  }

  /** Without what differs each time. */
  private static String answer(Store store) throws IOException {
    HttpResponse<byte[]> response =
        await()
            .until(
                () -> Http.get(store.web("/web/products/HB1001")),
                page -> page.headers().firstValue("x-degraded").isEmpty());
    return Http.text(response).replaceAll(",\"meta\":\\{.*?}", "");
  }

  private static void assertFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new AssertionError("port " + port + " is not free", e);
    }
  }

  private static Set<String> list(Path data) throws IOException {
    try (Stream<Path> paths = Files.list(data)) {
      return paths.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
