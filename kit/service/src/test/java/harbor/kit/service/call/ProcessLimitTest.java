package harbor.kit.service.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProcessLimitTest {
  private static final MethodDescriptor<StringValue, StringValue> ECHO = method("harbor.test.v1.T");

  private final AtomicLong now = new AtomicLong();
  private final ProcessLimit limit = new ProcessLimit(10, _ -> caller(), now::get);
  private final AtomicLong served = new AtomicLong();
  private String caller = "web-bff";
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(ServerInterceptors.intercept(echo(ECHO), limit))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void process_mayCallTwoSecondsWorthAtOnce_andThenAtTheRate() {
    assertThat(allowed("web-bff", 30)).isEqualTo(20);
    now.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(allowed("web-bff", 5)).isEqualTo(1);
  }

  @Test
  void processes_haveALimitEach() {
    allowed("web-bff", 30);

    assertThat(allowed("mobile-bff", 30)).isEqualTo(20);
  }

  @Test
  void call_isRefusedBeforeAnyWork_withTheTimeOfTheNext() throws Exception {
    allowed("web-bff", 20);
    served.set(0);

    StatusRuntimeException refusal =
        catchThrowableOfType(StatusRuntimeException.class, () -> ask(ECHO));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(served).hasValue(0);
    com.google.rpc.Status details = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
    assertThat(details.getDetails(0).unpack(ErrorInfo.class).getReason()).isEqualTo("RATE_LIMITED");
    assertThat(details.getDetails(1).unpack(RetryInfo.class).getRetryDelay())
        .isEqualTo(com.google.protobuf.Duration.newBuilder().setNanos(100_000_000).build());
  }

  private String caller() {
    return caller;
  }

  private int allowed(String name, int calls) {
    caller = name;
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      try {
        ask(ECHO);
        allowed++;
      } catch (StatusRuntimeException refused) {
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      }
    }
    return allowed;
  }

  private String ask(MethodDescriptor<StringValue, StringValue> method) {
    return ClientCalls.blockingUnaryCall(
            channel, method, CallOptions.DEFAULT, StringValue.of("hello"))
        .getValue();
  }

  private ServerServiceDefinition echo(MethodDescriptor<StringValue, StringValue> method) {
    return ServerServiceDefinition.builder(Objects.requireNonNull(method.getServiceName()))
        .addMethod(
            method,
            ServerCalls.asyncUnaryCall(
                (StringValue request, io.grpc.stub.StreamObserver<StringValue> observer) -> {
                  served.incrementAndGet();
                  observer.onNext(request);
                  observer.onCompleted();
                }))
        .build();
  }

  private static MethodDescriptor<StringValue, StringValue> method(String service) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName(service + "/Echo")
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }
}
