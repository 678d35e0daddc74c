package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Against a service that answers what it is asked, refuses {@code broken} and never ends {@code
 * silent}.
 */
class PlainChannelsTest {
  private final List<Deadline> deadlines = new ArrayList<>();
  private Server server;
  private ManagedChannel channel;
  private PlainChannels channels;

  @BeforeEach
  void start() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("harbor.test.v1.Words")
                    .addMethod(TestChannels.GET, ServerCalls.asyncUnaryCall(this::answer))
                    .build())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    channels = PlainChannels.over("words", channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void call_isAnsweredByTheService_withTheTimeThatItHas() {
    assertThat(words().call("a", Duration.ofSeconds(20))).isEqualTo("a");

    assertThat(deadlines).singleElement().matches(deadline -> left(deadline) <= 20);
  }

  @Test
  void call_hasNoMoreTime_thanTheContextThatItIsMadeIn() {
    try (ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        Context.CancellableContext within =
            Context.current().withDeadlineAfter(10, TimeUnit.SECONDS, timers)) {
      within.run(() -> assertThat(words().call("a", Duration.ofMinutes(1))).isEqualTo("a"));
    }

    assertThat(deadlines).singleElement().matches(deadline -> left(deadline) <= 10);
  }

  @Test
  void call_ends_whenItsTimeIsUp() {
    assertFails(() -> words().call("silent", Duration.ofMillis(1)), Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void callThatIsSent_hasATimeOfItsOwn_andDoesNotBlock() {
    CompletableFuture<String> silent = words().send("silent", Duration.ofMillis(50));
    CompletableFuture<String> sent = words().send("a", Duration.ofSeconds(20));

    assertThat(sent.join()).isEqualTo("a");
    assertThat(silent)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .havingCause()
        .matches(e -> Status.fromThrowable(e).getCode() == Status.Code.DEADLINE_EXCEEDED);
    assertThat(deadlines).hasSize(2).allMatch(deadline -> left(deadline) <= 20);
  }

  @Test
  void call_endsAsTheServiceEndsIt() {
    assertFails(() -> words().call("broken", Duration.ofSeconds(20)), Status.Code.ABORTED);
  }

  @Test
  void cache_isNotThere_whateverTheReadSays() {
    Lookup<StringValue, String> cached = words().cached(CachePolicy.of("words.word"));

    cached.call("a", Duration.ofSeconds(20));
    cached.call("a", Duration.ofSeconds(20));

    assertThat(deadlines).hasSize(2);
  }

  private Lookup<StringValue, String> words() {
    return channels.lookup(TestChannels.GET, StringValue::of, StringValue::getValue);
  }

  private void answer(StringValue request, StreamObserver<StringValue> observer) {
    deadlines.add(Objects.requireNonNull(Context.current().getDeadline()));
    if (request.getValue().equals("broken")) {
      observer.onError(Status.ABORTED.asRuntimeException());
    } else if (!request.getValue().equals("silent")) {
      observer.onNext(request);
      observer.onCompleted();
    }
  }

  private static long left(Deadline deadline) {
    return deadline.timeRemaining(TimeUnit.SECONDS);
  }

  private static void assertFails(ThrowingCallable call, Status.Code code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }
}
