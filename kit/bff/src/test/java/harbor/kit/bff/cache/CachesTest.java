package harbor.kit.bff.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import harbor.kit.bff.resilience.UnaryChannel;
import harbor.kit.bff.resilience.UnaryChannel.Try;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Channels;
import harbor.kit.client.Direct;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachesTest {
  /** Says that it changes nothing, and not that its answers are cacheable. */
  private static final MethodDescriptor<HealthCheckRequest, HealthCheckResponse> CHECK =
      HealthGrpc.getCheckMethod().toBuilder().setSafe(true).build();

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
  void method_thatIsNotCacheable_isRefused(boolean isOn) {
    Caches caches = caches(isOn);
    Channels channels = new CachedChannels("test", NOWHERE, caches, _ -> {});

    assertThatThrownBy(
            () ->
                channels
                    .lookup(
                        CHECK,
                        id -> HealthCheckRequest.newBuilder().setService(id).build(),
                        response -> response)
                    .cached(CachePolicy.of("test.health"))
                    .open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grpc.health.v1.Health/Check")
        .hasMessageContaining("harbor.type.v1.cacheable");
  }

  @Test
  void cache_isRefused_whenThereIsOneOfItsName() {
    Caches caches = caches(true);
    Direct<StringValue> direct = new Direct<>(_ -> new CompletableFuture<>(), null);

    caches.of(
        CachePolicy.of("test.thing"),
        "00000000cafe",
        StringValue.parser(),
        direct.one()::apply,
        null);

    assertThatThrownBy(
            () ->
                caches.of(
                    CachePolicy.of("test.thing"),
                    "00000000beef",
                    StringValue.parser(),
                    direct.one()::apply,
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("test.thing: there is a cache of this name already");
    assertThat(caches.states()).hasSize(1);
  }

  @Test
  void cache_isRefused_whenItsStreamIsNoneOfItsService() {
    Channels channels = new CachedChannels("test", NOWHERE, caches(true), _ -> {});

    assertThatThrownBy(
            () ->
                channels
                    .lookup(
                        CHECK,
                        id -> HealthCheckRequest.newBuilder().setService(id).build(),
                        response -> response)
                    .cached(CachePolicy.of("test.health").invalidatedBy("test.things"))
                    .open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("test.health: no stream test.things");
  }

  private static Caches caches(boolean isOn) {
    return new Caches(
        "test-bff",
        isOn,
        Optional.empty(),
        new SimpleMeterRegistry(),
        System::currentTimeMillis,
        new SplittableRandom(1));
  }
}
