package harbor.kit.service.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.UnknownFieldSet;
import harbor.kit.service.call.OpenCalls.Limits;
import harbor.kit.testing.fuzz.Frames;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What whoever reaches a core service's port may hold, and what holds without limits. */
class OpenCallsIT {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int SIZE = 1_000;
  private static final int SETTINGS = 4;
  private static final int ACK = 1;

  /** Of a health check that nobody knows. */
  private static final int FIELD = 15;

  private static final MethodDescriptor<Empty, Empty> WORK =
      MethodDescriptor.<Empty, Empty>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("harbor.test.v1.Test/Work")
          .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .build();

  private final HealthStatusManager health = new HealthStatusManager();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<Runnable> timers = new CopyOnWriteArrayList<>();
  private final NettyServerBuilder builder =
      NettyServerBuilder.forPort(0)
          .addService(ReadableRequests.of(health.getHealthService().bindService()))
          .addService(ServerInterceptors.intercept(work(), OpenCalls.known()));
  private @Nullable Server server;

  /** Keeps what a watcher was told last, and how it ended. */
  private static final class Watcher implements StreamObserver<HealthCheckResponse> {
    private volatile ServingStatus told = ServingStatus.UNKNOWN;
    private volatile Status ended = Status.OK;

    @Override
    public void onNext(HealthCheckResponse answer) {
      told = answer.getStatus();
    }

    @Override
    public void onError(Throwable failure) {
      ended = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {}
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    server().shutdownNow();
  }

  @Test
  void call_isEndedAfterItsTime_unlessItsConnectionIsOfAKnownProcess() throws Exception {
    start(new Limits(LONG, SIZE, 100));
    ManagedChannel ofKnown = open();
    Watcher known = told(watch(ofKnown));
    ClientCalls.blockingUnaryCall(ofKnown, WORK, CallOptions.DEFAULT, Empty.getDefaultInstance());
    Watcher unknown = told(watch(open()));

    timers.forEach(Runnable::run);

    await().until(() -> unknown.ended.getCode() == Status.Code.CANCELLED);
    health.setStatus("", ServingStatus.NOT_SERVING);
    await().until(() -> known.told == ServingStatus.NOT_SERVING);
  }

  @Test
  void oldestCall_makesRoom_whenThereAreTooMany() throws Exception {
    start(new Limits(LONG, SIZE, 2));
    Watcher first = told(watch(open()));
    Watcher second = told(watch(open()));
    Watcher third = told(watch(open()));

    await().until(() -> first.ended.getCode() == Status.Code.CANCELLED);

    health.setStatus("", ServingStatus.NOT_SERVING);
    await().until(() -> second.told == ServingStatus.NOT_SERVING);
    await().until(() -> third.told == ServingStatus.NOT_SERVING);
    // Whoever comes is answered, however many hold something.
    assertThat(health(open()).check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void request_isRefused_whenItIsLarge_zippedOrNot() throws Exception {
    start(new Limits(LONG, SIZE, 2));

    assertThat(code(health(open()), SIZE / 2)).isEqualTo(Status.Code.OK);
    assertThat(code(health(open()), 100 * SIZE)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(code(health(open()).withCompression("gzip"), 100 * SIZE))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /** The counter-test: without limits all watches are told, and whatever is sent is read. */
  @Test
  void everyCallIsHeld_withoutLimits() throws Exception {
    server = builder.build().start();
    List<Watcher> watchers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      watchers.add(watch(i % 100 == 0 ? open() : channels.getLast()));
    }
    await().until(() -> watchers.stream().allMatch(one -> one.told == ServingStatus.SERVING));
    health.setStatus("", ServingStatus.NOT_SERVING);

    await().until(() -> watchers.stream().allMatch(one -> one.told == ServingStatus.NOT_SERVING));

    assertThat(code(health(open()), 100 * SIZE)).isEqualTo(Status.Code.OK);
    assertThat(code(health(open()).withCompression("gzip"), 100 * SIZE)).isEqualTo(Status.Code.OK);
  }

  /** With the counter-test: an older connection without limits may say later what it speaks. */
  @Test
  void connectionThatSaysNothing_isClosed_butNotWithoutLimits() throws Exception {
    Server unlimited = builder.build().start();
    try (Socket held = half(unlimited)) {
      start(new Limits(SHORT, SIZE, 2));
      try (Socket closed = half(server())) {
        closed.getInputStream().readAllBytes();
      }

      held.getOutputStream().write(Frames.PREFACE, 10, Frames.PREFACE.length - 10);

      assertThat(isAcknowledged(held)).isTrue();
    } finally {
      unlimited.shutdownNow();
    }
  }

  private Server server() {
    return Objects.requireNonNull(server);
  }

  private void start(Limits limits) throws IOException {
    OpenCalls.limit(
        builder,
        limits,
        (_, task) -> {
          timers.add(task);
          return new CompletableFuture<>();
        });
    server = builder.build().start();
  }

  private ManagedChannel open() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server().getPort()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  /** A connection whose preface has begun. */
  private static Socket half(Server server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(Arrays.copyOf(Frames.PREFACE, 10));
    return socket;
  }

  /** Whether the settings of a client are; reads until then, or the connection ends. */
  private static boolean isAcknowledged(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      in.skipNBytes(4 + (lengthAndType >>> 8));
      if ((lengthAndType & 255) == SETTINGS && flags == ACK) {
        return true;
      }
    }
  }

  private static Watcher watch(ManagedChannel channel) {
    Watcher watcher = new Watcher();
    HealthGrpc.newStub(channel)
        .withDeadlineAfter(1, TimeUnit.HOURS)
        .watch(HealthCheckRequest.getDefaultInstance(), watcher);
    return watcher;
  }

  private static Watcher told(Watcher watcher) {
    await().until(() -> watcher.told != ServingStatus.UNKNOWN);
    return watcher;
  }

  private static HealthBlockingStub health(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel);
  }

  private static Status.Code code(HealthBlockingStub health, int size) {
    ByteString large = ByteString.copyFromUtf8("a".repeat(size));
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(large).build();
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(FIELD, field).build())
            .build();
    try {
      var _ = health.check(request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static ServerServiceDefinition work() {
    return ServerServiceDefinition.builder("harbor.test.v1.Test")
        .addMethod(
            WORK,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(request);
                  observer.onCompleted();
                }))
        .build();
  }
}
