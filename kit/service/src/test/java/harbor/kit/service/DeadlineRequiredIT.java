package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls over a socket whose client does not say how long it waits. */
class DeadlineRequiredIT {
  private static final MethodDescriptor<StringValue, StringValue> ECHO =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("harbor.test.v1.Test/Echo")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private final AtomicInteger served = new AtomicInteger();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("test", spans);
  private final CoreServer core =
      CoreServer.start(
          TestCore.settings("test", TestDatabase.none("test"), Duration.ofSeconds(1)),
          telemetry,
          List.of(this::echo),
          UnaryOperator.identity(),
          () -> {});
  private final ManagedChannel channel = open(core.port());

  @AfterEach
  void stop() {
    channel.shutdownNow();
    core.close();
    telemetry.close();
  }

  @Test
  void call_isRefusedBeforeAnyWork_whenItHasNoDeadline() throws Exception {
    StatusRuntimeException refusal =
        catchThrowableOfType(StatusRuntimeException.class, () -> ask(channel, CallOptions.DEFAULT));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.getStatus().getDescription()).startsWith("grpc-timeout is missing");
    com.google.rpc.Status details = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
    assertThat(details.getDetails(0).unpack(ErrorInfo.class))
        .isEqualTo(
            ErrorInfo.newBuilder().setReason("DEADLINE_REQUIRED").setDomain("test.harbor").build());
    assertThat(served).hasValue(0);
  }

  @Test
  void call_isServed_whenItHasADeadline() {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);

    assertThat(ask(channel, options)).isEqualTo("hello");
  }

  @Test
  void request_isInvalid_whenItCannotBeReadAsItsMessage() {
    MethodDescriptor<byte[], StringValue> garbage =
        ECHO.toBuilder(new Bytes(), ECHO.getResponseMarshaller()).build();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);

    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(channel, garbage, options, new byte[] {10, 99, 1}));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.getStatus().getDescription())
        .isEqualTo("The request cannot be read as its message.");
    assertThat(served).hasValue(0);
  }

  /** The counter-test: to grpc-java itself such a request is a bug of the service. */
  @Test
  void request_isABug_whenNothingReadsItFirst() throws Exception {
    MethodDescriptor<byte[], StringValue> garbage =
        ECHO.toBuilder(new Bytes(), ECHO.getResponseMarshaller()).build();
    Server bare = NettyServerBuilder.forPort(0).addService(echo()).build().start();
    ManagedChannel toIt = open(bare.getPort());
    try {
      StatusRuntimeException refusal =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  ClientCalls.blockingUnaryCall(
                      toIt, garbage, CallOptions.DEFAULT, new byte[] {10, 99, 1}));

      assertThat(refusal.getStatus().getCode()).isNotEqualTo(Status.Code.INVALID_ARGUMENT);
    } finally {
      toIt.shutdownNow();
      bare.shutdownNow();
    }
  }

  /** Sends bytes as they are. */
  private record Bytes() implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      throw new UnsupportedOperationException();
    }
  }

  /** The counter-test: grpc-java itself lets such a call in. */
  @Test
  void call_isServedWithoutADeadline_whenNothingRequiresIt() throws Exception {
    Server bare = NettyServerBuilder.forPort(0).addService(echo()).build().start();
    ManagedChannel toIt = open(bare.getPort());
    try {
      assertThat(ask(toIt, CallOptions.DEFAULT)).isEqualTo("hello");
    } finally {
      toIt.shutdownNow();
      bare.shutdownNow();
    }
  }

  private ServerServiceDefinition echo() {
    return ServerServiceDefinition.builder("harbor.test.v1.Test")
        .addMethod(
            ECHO,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  served.incrementAndGet();
                  observer.onNext(request);
                  observer.onCompleted();
                }))
        .build();
  }

  private static String ask(ManagedChannel channel, CallOptions options) {
    return ClientCalls.blockingUnaryCall(channel, ECHO, options, StringValue.of("hello"))
        .getValue();
  }

  private static ManagedChannel open(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }
}
