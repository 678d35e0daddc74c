package harbor.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.scripted.Core;
import harbor.scripted.ScriptedCores;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceConfigsTest {
  private static final Map<String, ServiceConfigs.Stated> STATED = ServiceConfigs.ofAll().methods();

  @Test
  void everyMethod_isStatedOnce_andNoOther() {
    assertThat(STATED.keySet())
        .containsExactlyInAnyOrderElementsOf(
            methods().stream().map(MethodDescriptor::getFullMethodName).toList());
  }

  @Test
  void everyMethod_saysWhetherItMayBeRepeated() {
    assertThat(methods())
        .allMatch(
            method ->
                method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
                    && schema.getMethodDescriptor().getOptions().hasIdempotencyLevel());
  }

  @Test
  void nothingIsRepeated_thatMayNotBe() {
    assertThat(methods())
        .filteredOn(method -> !method.isSafe() && !method.isIdempotent())
        .extracting(method -> stated(method).retryable())
        .isNotEmpty()
        .containsOnly(Set.of());
  }

  @Test
  void reads_areSafe_andImportsAreNot() {
    for (MethodDescriptor<?, ?> method : methods()) {
      assertThat(method.isSafe())
          .as(method.getFullMethodName())
          .isEqualTo(
              String.valueOf(method.getBareMethodName())
                  .matches("(Get|BatchGet|List|Watch|Quote|Search|Export|Find)[A-Z].*|Reconcile"));
    }
  }

  @Test
  void onlyAPassingFailure_isWorthRepeating() {
    assertThat(STATED.values())
        .flatExtracting(ServiceConfigs.Stated::retryable)
        .containsOnly(Status.Code.UNAVAILABLE, Status.Code.ABORTED);
  }

  @ParameterizedTest
  @EnumSource
  void grpc_takesTheConfig(Core core) {
    core.services().forEach(service -> open(ServiceConfigs.asGrpcTakesIt(service)));
  }

  /** The counter-test: gRPC looks at each field. */
  @Test
  void grpc_refusesAConfig_whenItsRetryPolicyIsWrong() {
    Map<String, Object> policy =
        Map.of(
            "maxAttempts",
            1.0,
            "initialBackoff",
            "0.1s",
            "maxBackoff",
            "1s",
            "backoffMultiplier",
            2.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE"));
    Map<String, Object> method =
        Map.of("name", List.of(Map.of("service", "a.B")), "retryPolicy", policy);

    assertThatThrownBy(() -> open(Map.of("methodConfig", List.of(method))))
        .hasMessageContaining("maxAttempts");
  }

  private static ServiceConfigs.Stated stated(MethodDescriptor<?, ?> method) {
    return Objects.requireNonNull(STATED.get(method.getFullMethodName()));
  }

  private static void open(Map<String, Object> config) {
    NettyChannelBuilder.forTarget("localhost:1")
        .enableRetry()
        .defaultServiceConfig(config)
        .build()
        .shutdownNow();
  }

  private static List<MethodDescriptor<?, ?>> methods() {
    return ScriptedCores.methods();
  }
}
