package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.client.identity.KeyFiles;
import harbor.kit.runtime.Environment;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import harbor.observability.fault.FaultRule;
import harbor.observability.fault.Faults;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthIT {
  private static final CoreProcess PROCESS =
      CoreProcess.of(
          "numbers",
          0,
          core -> {
            core.database();
            return core.serves();
          });

  @Test
  void health_isNotServing_whileTheDatabaseIsAway() {
    DatabaseSettings database = TestDatabase.fresh("numbers");
    try (TestCore core =
        TestCore.sharing(PROCESS, database, InstantSource.system(), (_, _) -> "nobody:1")) {
      assertThat(health(core, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(core.missing()).isEmpty();

      TestDatabase.away(database);

      await().until(() -> health(core, "") == ServingStatus.NOT_SERVING);
      assertThat(health(core, "harbor.type.v1.PersonalDataService"))
          .isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(core.missing()).containsExactly("the database of numbers");

      TestDatabase.back(database);

      await().until(() -> health(core, "") == ServingStatus.SERVING);
      assertThat(core.missing()).isEmpty();
    }
  }

  @Test
  void health_isNotServing_whileAFaultSaysSo(@TempDir Path keys) {
    new KeyFiles(keys).make(List.of("idle"));
    CoreProcess process = CoreProcess.of("idle", 0, core -> core.serves());
    Map<String, String> settings =
        Map.of("HARBOR_KEYS", keys.toString(), "HARBOR_IDLE_PORT", "0", "HARBOR_FAULTS", "on");
    try (Telemetry telemetry = Telemetry.recording("idle", InMemorySpanExporter.create());
        RunningCore core = process.start(Environment.of(settings), telemetry)) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", core.port()).usePlaintext().build();
      Faults faults = core.faults().orElseThrow();
      assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);

      faults.turn(FaultRule.parse("idle not-ready"));
      assertThat(health(channel, "")).isEqualTo(ServingStatus.NOT_SERVING);
      faults.turn(FaultRule.parse("idle off"));
      assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
      channel.shutdownNow();
    }
  }

  private static ServingStatus health(TestCore core, String service) {
    return health(core.channel(), service);
  }

  private static ServingStatus health(Channel channel, String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
