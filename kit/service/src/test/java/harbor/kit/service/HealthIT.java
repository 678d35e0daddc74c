package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

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

  private static ServingStatus health(TestCore core, String service) {
    return HealthGrpc.newBlockingStub(core.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
