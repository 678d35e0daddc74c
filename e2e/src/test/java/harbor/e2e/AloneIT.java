package harbor.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.Processes;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.TestCertificate;
import harbor.kit.testing.TestPorts;
import harbor.observability.StoreProcess;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every process by itself, on an outside PostgreSQL, and TLS with certificates between them. */
class AloneIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All processes start at once: on a busy machine that takes more than a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path directory;

  /** The one of all of them. */
  private static TestCertificate certificate;

  /** All but the development provider, which refuses to run alone. */
  private static final List<String> NAMES =
      Processes.ALL.stream()
          .filter(process -> !process.equals(IdentityDev.PROCESS))
          .map(StoreProcess::name)
          .toList();

  private static final Map<String, Process> RUNNING = new HashMap<>();
  private static final Map<String, String> SETTINGS = new HashMap<>();
  private static final Map<String, Integer> MANAGEMENT = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    SETTINGS.put("HARBOR_DB_URL", RunningStore.get().databaseUrl());
    SETTINGS.put("HARBOR_KEYS", RunningStore.get().keys().toString());
    for (String name : NAMES) {
      int port = TestPorts.next();
      SETTINGS.put(Environment.setting(name, "PORT"), Integer.toString(port));
      SETTINGS.put(Environment.setting(name, "TARGET"), "127.0.0.1:" + port);
      MANAGEMENT.put(name, TestPorts.next());
    }
    certificate = TestCertificate.make(directory, "store", "127.0.0.1");
    SETTINGS.put("HARBOR_TLS", "mutual");
    SETTINGS.put("HARBOR_TLS_CERTIFICATE", certificate.certificate().toString());
    SETTINGS.put("HARBOR_TLS_KEY", certificate.key().toString());
    SETTINGS.put("HARBOR_TLS_TRUSTED", certificate.certificate().toString());
    SETTINGS.put("HARBOR_MEDIA_URL", local(port("media"), ""));
    SETTINGS.put("HARBOR_PAYMENTS_SANDBOX", "on");
    SETTINGS.put("HARBOR_PAYMENTS_PROVIDER_URL", local(port("payments-sandbox"), ""));
    SETTINGS.put("HARBOR_PAYMENTS_NOTICES_PORT", Integer.toString(TestPorts.next()));
    for (String name : NAMES) {
      start(name);
    }
    for (String name : NAMES) {
      awaitHealth(name);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    RUNNING.values().forEach(Process::destroy);
    for (Process process : RUNNING.values()) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void processes_makeAStore_whenEachRunsAlone() throws IOException {
    for (String name : NAMES) {
      assertThat(Http.text(Http.get(local(management(name), "/metrics"))))
          .contains("service=\"" + name + "\"");
      assertThat(Http.head(local(management(name), "/metrics")).statusCode())
          .as(name)
          .isEqualTo(200);
    }

    assertThat(browsersPage().path("id").asText()).isEqualTo("HB1001");
    assertThat(phonesPage().path("id").asText()).isEqualTo("HB1001");
  }

  /** The counter-test: whoever shows another certificate than theirs, or none, or no TLS. */
  @Test
  void coreServices_takeCallsByTlsAlone_ofWhoShowsACertificate() throws IOException {
    TestCertificate stranger = TestCertificate.make(directory, "stranger", "127.0.0.1");
    for (CoreProcess core : Processes.cores()) {
      assertThat(health(core, shown(certificate))).as(core.name()).isEqualTo(Status.Code.OK);
      assertThat(health(core, shown(stranger))).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(health(core, trusting().build())).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(health(core, InsecureChannelCredentials.create()))
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  private static TlsChannelCredentials.Builder trusting() throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(certificate.certificate().toFile());
  }

  private static ChannelCredentials shown(TestCertificate own) throws IOException {
    return trusting().keyManager(own.certificate().toFile(), own.key().toFile()).build();
  }

  private static Status.Code health(CoreProcess core, ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + port(core.name()), credentials).build();
    try {
      var _ =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(20, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void noProcess_hasFaultsToSwitch_unlessItIsToldTo() {
    for (String name : NAMES) {
      assertThat(Http.get(local(management(name), "/faults")).statusCode()).as(name).isEqualTo(404);
    }
    assertThat(Http.get(RunningStore.get().management("/faults")).statusCode()).isEqualTo(200);
  }

  /** No client goes without its pages or pictures because another client's BFF is down. */
  @ParameterizedTest
  @ValueSource(strings = {"web-bff", "mobile-bff"})
  void pagesAndPictures_goOn_whenTheOtherClientsBffIsKilled(String killed) throws Exception {
    kill(killed);

    List<String> pictures =
        killed.equals("web-bff")
            ? List.of(phonesPage().path("image").asText())
            : browsersPage().findValuesAsText("mediumUrl");

    assertThat(pictures).isNotEmpty().allMatch(AloneIT::isPicture);
    assertThat(isReachable(port(killed))).isFalse();
    start(killed);
    awaitHealth(killed);
  }

  @Test
  void pages_goOn_whenThereAreNoPictures() throws Exception {
    kill("media");

    assertThat(phonesPage().path("image").asText()).startsWith(local(port("media"), "/i/"));
    assertThat(browsersPage().path("images")).isNotEmpty();
    assertThat(isReachable(port("media"))).isFalse();
    start("media");
    awaitHealth("media");
  }

  private static JsonNode phonesPage() throws IOException {
    return whole(local(port("mobile-bff"), "/mobile/v1/products/HB1001"));
  }

  private static JsonNode browsersPage() throws IOException {
    return whole(local(port("web-bff"), "/web/products/HB1001"));
  }

  private static JsonNode whole(String url) throws IOException {
    HttpResponse<byte[]> page =
        await()
            .atMost(PATIENCE)
            .until(
                () -> Http.get(url, "Accept", "application/json"),
                answer ->
                    answer.statusCode() == 200
                        && answer.headers().firstValue("x-degraded").isEmpty());
    return JSON.readTree(page.body());
  }

  private static boolean isPicture(String url) {
    HttpResponse<byte[]> picture = Http.get(url);
    return picture.statusCode() == 200 && Http.text(picture).startsWith("<svg");
  }

  private static boolean isReachable(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static void start(String name) throws IOException {
    String main = main(name);
    List<String> command = new ArrayList<>(Store.command());
    command.set(command.size() - 1, main);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(SETTINGS);
    builder.environment().put("HARBOR_MANAGEMENT_PORT", Integer.toString(management(name)));
    Path log = Files.createTempFile(main, ".log");
    RUNNING.put(name, builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /** {@code harbor.web.WebBffMain} of {@code web-bff}. */
  private static String main(String name) {
    String type =
        Stream.of(name.split("-", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(joining());
    return "harbor.%s.%sMain".formatted(name.replace("-bff", "").replace("-", ""), type);
  }

  /** SIGKILL. */
  private static void kill(String name) throws InterruptedException {
    Process process = Objects.requireNonNull(RUNNING.get(name));
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitHealth(String name) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> Http.text(Http.get(local(management(name), "/health"))).equals("SERVING\n"));
  }

  private static int port(String name) {
    return Integer.parseInt(SETTINGS.getOrDefault(Environment.setting(name, "PORT"), "0"));
  }

  private static int management(String name) {
    return MANAGEMENT.getOrDefault(name, 0);
  }

  private static String local(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }
}
