package harbor.kit.bff.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.bff.resilience.UnaryChannel;
import harbor.kit.bff.resilience.UnaryChannel.Try;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachesTest {
  private static final UnaryChannel NOWHERE =
      new UnaryChannel() {
        @Override
        public <Q, A> CompletableFuture<A> call(
            MethodDescriptor<Q, A> method, Q request, Try attempt) {
          throw new AssertionError("Nobody asks");
        }
      };

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void method_thatDoesNotSayItAnswersEverybodyTheSame_isRefused(boolean isOn) {
    Caches caches =
        new Caches(
            "test-bff",
            isOn,
            Optional.empty(),
            new SimpleMeterRegistry(),
            System::currentTimeMillis,
            new SplittableRandom(1));
    CachedChannel health = caches.around(NOWHERE, CachePolicy.of("test.health"));

    assertThatThrownBy(
            () ->
                health.reads(
                    HealthGrpc.getCheckMethod(),
                    id -> HealthCheckRequest.newBuilder().setService(id).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grpc.health.v1.Health/Check")
        .hasMessageContaining("same_for_everybody");
  }
}
