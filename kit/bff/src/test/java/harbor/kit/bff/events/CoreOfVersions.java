package harbor.kit.bff.events;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import harbor.kit.bff.watch.ScriptedStreams;
import harbor.kit.testing.TestPorts;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A core service over gRPC whose states are versions. It can be down and come back, with what it
 * knew of changes or without. Thread-safe.
 */
final class CoreOfVersions implements AutoCloseable {
  /** Versions by key. */
  static final MethodDescriptor<ListValue, Struct> BATCH_GET =
      MethodDescriptor.<ListValue, Struct>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("test.Things/BatchGet")
          .setRequestMarshaller(ProtoUtils.marshaller(ListValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Struct.getDefaultInstance()))
          .build();

  private static final int MAX_IDS = 500;

  private final Map<String, Integer> versions = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();
  private final ScheduledExecutorService heartbeats = new ScheduledThreadPoolExecutor(1);
  private int epoch;
  private final int port = TestPorts.next();
  private Server server;

  private record Stream(ServerCallStreamObserver<DynamicMessage> to) {}

  CoreOfVersions() {
    server = start();
    var _ = heartbeats.scheduleAtFixedRate(() -> tell(List.of()), 1, 1, TimeUnit.SECONDS);
  }

  String target() {
    return "127.0.0.1:" + port;
  }

  /** Changes these keys, whether it is up or not. */
  synchronized void change(List<String> keys) {
    keys.forEach(key -> versions.merge(key, 1, Integer::sum));
    announce(keys);
  }

  /** Changes these keys to this version. */
  synchronized void set(List<String> keys, int version) {
    keys.forEach(key -> versions.put(key, version));
    announce(keys);
  }

  private void announce(List<String> keys) {
    log.addAll(keys);
    tell(keys);
  }

  void goesDown() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    synchronized (this) {
      streams.clear();
    }
  }

  void comesUp() {
    server = start();
  }

  /** As after a restore: no token from before is known. */
  synchronized void forgetsChanges() {
    epoch++;
  }

  @Override
  public void close() {
    heartbeats.shutdownNow();
    server.shutdownNow();
  }

  private Server start() {
    try {
      return NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
          .addService(
              ServerServiceDefinition.builder("test.Things")
                  .addMethod(
                      ScriptedStreams.WATCH, ServerCalls.asyncServerStreamingCall(this::watch))
                  .addMethod(BATCH_GET, ServerCalls.asyncUnaryCall(this::get))
                  .build())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void get(ListValue keys, StreamObserver<Struct> to) {
    to.onNext(versions(keys));
    to.onCompleted();
  }

  private synchronized Struct versions(ListValue keys) {
    return Struct.newBuilder()
        .putAllFields(
            keys.getValuesList().stream()
                .map(Value::getStringValue)
                .filter(versions::containsKey)
                .collect(
                    Collectors.toMap(
                        key -> key,
                        key ->
                            Value.newBuilder()
                                .setNumberValue(versions.getOrDefault(key, 0))
                                .build())))
        .build();
  }

  private synchronized void watch(Message request, StreamObserver<DynamicMessage> to) {
    String after = ScriptedStreams.after(request);
    String prefix = "e" + epoch + "-";
    if (after.isEmpty()) {
      to.onNext(ScriptedStreams.response(token(log.size()), false, List.of()));
    } else if (!after.startsWith(prefix)) {
      to.onNext(ScriptedStreams.response(token(log.size()), true, List.of()));
    } else {
      int from = Integer.parseInt(after.substring(prefix.length()));
      while (from < log.size()) {
        int until = Math.min(log.size(), from + MAX_IDS);
        List<String> ids = log.subList(from, until).stream().distinct().toList();
        to.onNext(ScriptedStreams.response(token(until), false, ids));
        from = until;
      }
    }
    streams.add(new Stream((ServerCallStreamObserver<DynamicMessage>) to));
  }

  private synchronized void tell(List<String> keys) {
    streams.removeIf(stream -> stream.to().isCancelled());
    for (Stream stream : streams) {
      stream.to().onNext(ScriptedStreams.response(token(log.size()), false, keys));
    }
  }

  private String token(int position) {
    return "e" + epoch + "-" + position;
  }
}
