package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.StringValue;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A core service that is stopped while a call of it waits for what never comes. */
class HungCallIT {
  private static final MethodDescriptor<StringValue, StringValue> HANG =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("harbor.test.v1.Test/Hang")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Telemetry telemetry = Telemetry.recording("test", InMemorySpanExporter.create());
  private final CoreServer core =
      CoreServer.start(
          TestCore.settings("test", TestDatabase.none("test"), Duration.ofMillis(100)),
          telemetry,
          List.of(
              () ->
                  ServerServiceDefinition.builder("harbor.test.v1.Test")
                      .addMethod(HANG, ServerCalls.asyncUnaryCall(this::hang))
                      .build()),
          service -> service,
          () -> {});
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", core.port()).usePlaintext().build();

  @AfterEach
  void stop() {
    released.countDown();
    channel.shutdownNow();
    telemetry.close();
  }

  @Test
  void service_stops_whileACallHangs() throws Exception {
    ListenableFuture<StringValue> call =
        ClientCalls.futureUnaryCall(
            channel.newCall(HANG, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS)),
            StringValue.of("hello"));
    entered.await();

    CompletableFuture<Void> closed = CompletableFuture.runAsync(core::close);

    assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
    assertThat(released.getCount()).as("the call still hangs").isEqualTo(1);
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)).hasMessageContaining("CANCELLED");
  }

  /** As a driver does that waits for an answer of its server. */
  private void hang(StringValue request, StreamObserver<StringValue> observer) {
    entered.countDown();
    while (released.getCount() > 0) {
      try {
        released.await();
      } catch (InterruptedException _) {
        // goes on waiting, which is what this is about
      }
    }
  }
}
