package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.client.PlainChannels;
import harbor.kit.client.TransportSecurity;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS on loopback, with certificates that keytool makes. */
class TransportSecurityIT {
  @TempDir private static Path directory;

  private static TestCertificate core;
  private static TestCertificate caller;
  private static TestCertificate stranger;

  @BeforeAll
  static void make() throws IOException {
    core = TestCertificate.make(directory, "core", "localhost");
    caller = TestCertificate.make(directory, "caller", "localhost");
    stranger = TestCertificate.make(directory, "stranger", "localhost");
  }

  @Test
  void server_isAsked_byWhoBelievesItsCertificate() {
    try (Listening service = start(tls("server", core, Optional.empty()))) {
      assertThat(service.ask(trusting("server", core))).isEqualTo(ServingStatus.SERVING);
      assertRefused(service, trusting("server", stranger));
      assertRefused(service, TransportSecurity.PLAIN);
    }
  }

  @Test
  void server_isNotBelieved_underAnotherName() throws IOException {
    TestCertificate elsewhere = TestCertificate.make(directory, "elsewhere", "core.shop.example");
    try (Listening service = start(tls("server", elsewhere, Optional.empty()))) {
      assertRefused(service, trusting("server", elsewhere));
    }
  }

  @Test
  void mutual_isForThoseWhoShowACertificateThatIsBelieved() {
    try (Listening service = start(tls("mutual", core, Optional.of(caller)))) {
      assertThat(service.ask(tls("mutual", caller, Optional.of(core))))
          .isEqualTo(ServingStatus.SERVING);
      assertRefused(service, trusting("server", core));
      assertRefused(service, tls("mutual", stranger, Optional.of(core)));
      assertRefused(service, TransportSecurity.PLAIN);
    }
  }

  /** The counter-test of mutual: who only shows its own lets anybody in. */
  @Test
  void server_letsStrangersIn() {
    try (Listening service = start(tls("server", core, Optional.of(caller)))) {
      assertThat(service.ask(tls("mutual", stranger, Optional.of(core))))
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void renewedFiles_areForNewConnections() throws IOException {
    TestCertificate first = TestCertificate.make(directory, "first", "localhost");
    ByHand renewal = new ByHand();
    TransportSecurity own =
        TransportSecurity.from(
            Environment.of(settings("server", Optional.of(first), Optional.empty())),
            Optional.of(renewal));
    TestCertificate second = TestCertificate.make(directory, "second", "localhost");
    try (Listening service = start(own)) {
      assertThat(service.ask(trusting("server", first))).isEqualTo(ServingStatus.SERVING);
      assertThat(renewal.looks).hasSize(1);
      assertThat(own.ofServer()).isSameAs(own.ofServer());
      assertThat(renewal.looks).hasSize(1);
      second.replace(first);
      // what was read stays until somebody looks
      assertRefused(service, trusting("server", second));

      renewal.look();

      assertThat(service.ask(trusting("server", second))).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void endsOfCertificates_areReadAnew_andUnknownWhenTheyCannotBeRead() throws IOException {
    TestCertificate own = TestCertificate.make(directory, "ending", "localhost");
    Map<String, DoubleSupplier> ends = tls("mutual", own, Optional.of(caller)).certificateEnds();

    assertThat(ends).containsOnlyKeys("certificate", "trusted");
    assertThat(ends.values())
        .allSatisfy(
            end ->
                assertThat(end.getAsDouble())
                    .isGreaterThan((double) Instant.now().getEpochSecond()));
    Files.writeString(own.certificate(), "not a certificate");
    assertThat(ends.getOrDefault("certificate", () -> 0).getAsDouble()).isNaN();
    assertThat(TransportSecurity.PLAIN.certificateEnds()).isEmpty();
  }

  @Test
  void absentSetting_isNamed() {
    TransportSecurity none = of(Map.of("HARBOR_TLS", "mutual"));

    assertThatThrownBy(none::ofServer)
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("HARBOR_TLS_CERTIFICATE");
    assertThatThrownBy(none::ofCalls)
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("HARBOR_TLS_TRUSTED");
  }

  @Test
  void unusableFile_isNamed_andNotShown() throws IOException {
    Path file = Files.writeString(directory.resolve("torn.pem"), "not a key");
    TransportSecurity torn =
        of(
            Map.of(
                "HARBOR_TLS",
                "server",
                "HARBOR_TLS_CERTIFICATE",
                file.toString(),
                "HARBOR_TLS_KEY",
                file.toString()));

    assertThatThrownBy(torn::ofServer)
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("not a key");
  }

  private static void assertRefused(Listening service, TransportSecurity of) {
    assertThatThrownBy(() -> service.ask(of))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private static TransportSecurity trusting(String mode, TestCertificate trusted) {
    return of(settings(mode, Optional.empty(), Optional.of(trusted)));
  }

  private static TransportSecurity tls(
      String mode, TestCertificate own, Optional<TestCertificate> trusted) {
    return of(settings(mode, Optional.of(own), trusted));
  }

  private static TransportSecurity of(Map<String, String> settings) {
    return TransportSecurity.from(Environment.of(settings));
  }

  private static Map<String, String> settings(
      String mode, Optional<TestCertificate> own, Optional<TestCertificate> trusted) {
    Map<String, String> settings = new HashMap<>(Map.of("HARBOR_TLS", mode));
    own.ifPresent(
        files -> {
          settings.put("HARBOR_TLS_CERTIFICATE", files.certificate().toString());
          settings.put("HARBOR_TLS_KEY", files.key().toString());
        });
    trusted.ifPresent(files -> settings.put("HARBOR_TLS_TRUSTED", files.certificate().toString()));
    return settings;
  }

  private static Listening start(TransportSecurity transport) {
    CoreSettings plain =
        TestCore.settings("words", TestDatabase.none("words"), Duration.ofSeconds(1));
    CoreSettings settings =
        new CoreSettings(
            plain.service(),
            plain.address(),
            plain.port(),
            plain.drain(),
            plain.database(),
            plain.identity(),
            transport,
            plain.callsPerSecond(),
            plain.failpoints(),
            plain.targets());
    Telemetry telemetry = Telemetry.recording("words", InMemorySpanExporter.create());
    return new Listening(
        CoreServer.start(settings, telemetry, List.of(), checked -> checked, () -> {}), telemetry);
  }

  /** Looks at the files when it is told to. */
  private static final class ByHand extends ScheduledThreadPoolExecutor {
    private final List<Runnable> looks = new ArrayList<>();

    ByHand() {
      super(0);
    }

    @Override
    public @Nullable ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable look, long initial, long delay, TimeUnit unit) {
      looks.add(look);
      return super.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.DAYS);
    }

    void look() {
      looks.forEach(Runnable::run);
    }
  }

  private record Listening(CoreServer server, Telemetry telemetry) implements AutoCloseable {
    ServingStatus ask(TransportSecurity transport) {
      try (PlainChannels channels =
          PlainChannels.open("words", "localhost:" + server.port(), transport, Optional.empty())) {
        HealthCheckResponse answer =
            channels
                .send(HealthGrpc.getCheckMethod(), HealthCheckRequest.getDefaultInstance())
                .join();
        return answer.getStatus();
      }
    }

    @Override
    public void close() {
      server.close();
      telemetry.close();
    }
  }
}
