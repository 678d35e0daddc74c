package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import harbor.kit.service.call.InjectedFaults;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import harbor.observability.fault.FaultRule;
import harbor.observability.fault.Faults;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls over a socket that go wrong on purpose. */
class InjectedFaultsIT {
  private static final MethodDescriptor<StringValue, StringValue> ECHO = method("Echo");
  private static final MethodDescriptor<StringValue, StringValue> OTHER = method("Other");

  private final AtomicInteger served = new AtomicInteger();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("test", spans);
  private final Faults faults = new Faults("test", () -> 0);
  private final CoreServer core =
      CoreServer.start(
          TestCore.settings("test", TestDatabase.none("test"), Duration.ofSeconds(1)),
          telemetry,
          List.of(this::service),
          service -> InjectedFaults.into(service, faults),
          () -> {});
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", core.port()).usePlaintext().build();

  @AfterEach
  void stop() {
    channel.shutdownNow();
    core.close();
    telemetry.close();
  }

  @Test
  void call_isAnswered_whileNothingIsOn_andItsSpanNamesNoFault() {
    assertThat(ask(ECHO, "hello", 10_000)).isEqualTo("hello");
    assertThat(noted()).isNull();
  }

  @Test
  void call_isAnsweredLate_andItsSpanSaysWhy() {
    turn("test latency=20ms");

    assertThat(ask(ECHO, "hello", 10_000)).isEqualTo("hello");
    assertThat(noted()).isEqualTo("latency=20ms");
    assertThat(served).hasValue(1);
  }

  @Test
  void call_fails_whenItMeetsAnError_andOthersDoNot() {
    turn("test Echo errors=100% only=HB1001");

    assertThat(failure(ECHO, "HB1001", 10_000)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(noted()).isEqualTo("errors=100%");
    assertThat(served).hasValue(0);
    assertThat(ask(ECHO, "HB1002", 10_000)).isEqualTo("HB1002");
    assertThat(ask(OTHER, "HB1001", 10_000)).isEqualTo("HB1001");
  }

  @Test
  void call_isNotAnswered_whenItHangs() {
    turn("test hang");

    assertThat(failure(ECHO, "hello", 100)).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(noted()).isEqualTo("hang");
    assertThat(served).hasValue(0);
  }

  @Test
  void call_isAnsweredWithWhatNobodyCanRead() {
    turn("test garbage");

    assertThat(failure(ECHO, "hello", 10_000)).isIn(Status.Code.INTERNAL, Status.Code.CANCELLED);
    assertThat(noted()).isEqualTo("garbage");
    turn("test off");
    assertThat(ask(ECHO, "hello", 10_000)).isEqualTo("hello");
  }

  private void turn(String rule) {
    faults.turn(FaultRule.parse(rule));
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("harbor.test.v1.Test")
        .addMethod(ECHO, ServerCalls.asyncUnaryCall(this::echo))
        .addMethod(OTHER, ServerCalls.asyncUnaryCall(this::echo))
        .build();
  }

  private void echo(StringValue request, io.grpc.stub.StreamObserver<StringValue> observer) {
    served.incrementAndGet();
    observer.onNext(request);
    observer.onCompleted();
  }

  private String ask(MethodDescriptor<StringValue, StringValue> method, String text, long millis) {
    return ClientCalls.blockingUnaryCall(
            channel,
            method,
            CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS),
            StringValue.of(text))
        .getValue();
  }

  private Status.Code failure(
      MethodDescriptor<StringValue, StringValue> method, String text, long millis) {
    return Objects.requireNonNull(
            catchThrowableOfType(StatusRuntimeException.class, () -> ask(method, text, millis)))
        .getStatus()
        .getCode();
  }

  /** The fault that the span of the one call names. */
  private @org.jspecify.annotations.Nullable String noted() {
    await().until(() -> !spans.getFinishedSpanItems().isEmpty());
    return spans
        .getFinishedSpanItems()
        .getFirst()
        .getAttributes()
        .get(AttributeKey.stringKey("harbor.fault"));
  }

  private static MethodDescriptor<StringValue, StringValue> method(String name) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Test/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }
}
