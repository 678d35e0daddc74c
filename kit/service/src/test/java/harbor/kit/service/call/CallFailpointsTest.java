package harbor.kit.service.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.service.InProcessCore;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallFailpointsTest {
  private static final MethodDescriptor<StringValue, StringValue> WRITE =
      method("Write", MethodType.UNARY, false);
  private static final MethodDescriptor<StringValue, StringValue> READ =
      method("Read", MethodType.UNARY, true);
  private static final MethodDescriptor<StringValue, StringValue> WATCH =
      method("Watch", MethodType.SERVER_STREAMING, false);

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger sentOn = new AtomicInteger();
  private final ServerServiceDefinition service =
      ServerServiceDefinition.builder("harbor.test.v1.TestService")
          .addMethod(WRITE, ServerCalls.asyncUnaryCall(this::echo))
          .addMethod(READ, ServerCalls.asyncUnaryCall(this::echo))
          .addMethod(WATCH, ServerCalls.asyncServerStreamingCall(this::echo))
          .build();

  /** Stands for the end of the process. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void points_areThoseOfUnaryMethodsThatChangeSomething() {
    assertThat(CallFailpoints.of(service.getServiceDescriptor()))
        .containsExactly("TestService/Write.before", "TestService/Write.called");
  }

  @Test
  void nothing_isAroundAService_unlessItIsAskedFor() {
    assertThat(CallFailpoints.named(Environment.of(Map.of()))).isEmpty();
    assertThat(with(List.of())).isSameAs(service);
    assertThat(with(List.of("TestService/Write.called"))).isNotSameAs(service);
  }

  @Test
  void setting_takesNamesOfPlaces_andNothingElse() {
    assertThat(
            CallFailpoints.named(
                Environment.of(
                    Map.of("HARBOR_FAILPOINTS", "place.capture.called, TestService/Write.before"))))
        .containsExactly("place.capture.called", "TestService/Write.before");
    assertThat(with(List.of("own.place", "TestService/Write.before"))).isNotSameAs(service);
    assertThatThrownBy(() -> with(List.of("TestService/Read.before")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_FAILPOINTS is 'TestService/Read.before' (expected: some of own.place,"
                + " TestService/Write.before, TestService/Write.called)");
  }

  @ParameterizedTest
  @CsvSource({"before, 0", "called, 1"})
  void process_stops_whereItIsToldTo(String moment, int done) {
    try (InProcessCore core =
        InProcessCore.serving(() -> with(List.of("TestService/Write." + moment)))) {
      assertThatThrownBy(() -> ask(core, WRITE)).isInstanceOf(StatusRuntimeException.class);
      assertThat(served).hasValue(done);
      assertThat(sentOn).hasValue(0);

      assertThat(ask(core, READ)).isEqualTo("hello");
    }
  }

  private ServerServiceDefinition with(List<String> named) {
    return CallFailpoints.at(
            named,
            List.of("own.place"),
            List.of(service.getServiceDescriptor()),
            () -> {
              throw new Stopped();
            })
        .apply(service);
  }

  private void echo(StringValue request, StreamObserver<StringValue> observer) {
    served.incrementAndGet();
    try {
      observer.onNext(request);
    } catch (Stopped _) {
      observer.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    sentOn.incrementAndGet();
    observer.onCompleted();
  }

  private static String ask(InProcessCore core, MethodDescriptor<StringValue, StringValue> method) {
    return ClientCalls.blockingUnaryCall(
            core.channel(), method, CallOptions.DEFAULT, StringValue.of("hello"))
        .getValue();
  }

  private static MethodDescriptor<StringValue, StringValue> method(
      String name, MethodType type, boolean isSafe) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(type)
        .setFullMethodName("harbor.test.v1.TestService/" + name)
        .setSafe(isSafe)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }
}
