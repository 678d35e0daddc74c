package harbor.kit.bff.edge;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A core service on a real socket with two writes and a read, text in and text out, each of which
 * does what a test says; otherwise it answers with its name.
 */
final class ScriptedCore implements AutoCloseable {
  static final MethodDescriptor<StringValue, StringValue> CHANGE = method("Change", false);
  static final MethodDescriptor<StringValue, StringValue> NOTE = method("Note", false);
  static final MethodDescriptor<StringValue, StringValue> LOOK = method("Look", true);

  private static final Context.Key<Metadata> METADATA = Context.key("metadata");

  private final Map<String, BlockingQueue<Received>> received = new ConcurrentHashMap<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Server server;
  private volatile Metadata answerHeaders = new Metadata();

  /** A call as it came. */
  record Received(
      String request, Metadata metadata, Context context, StreamObserver<StringValue> observer) {
    /** Answers it. */
    void answer(String text) {
      observer.onNext(StringValue.of(text));
      observer.onCompleted();
    }
  }

  /** What a method does. */
  @FunctionalInterface
  interface Script {
    void answer(Received call);
  }

  private ScriptedCore() throws IOException {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder("harbor.test.v1.Things");
    for (MethodDescriptor<StringValue, StringValue> method : List.of(CHANGE, NOTE, LOOK)) {
      service.addMethod(
          method,
          ServerCalls.asyncUnaryCall(
              (StringValue request, StreamObserver<StringValue> observer) ->
                  answer(method, request, observer)));
    }
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service.build())
            .intercept(new Headers())
            .build()
            .start();
  }

  /** Starts one. */
  static ScriptedCore start() throws IOException {
    return new ScriptedCore();
  }

  /** Where it is. */
  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** From now on the method does this. */
  void does(MethodDescriptor<?, ?> method, Script script) {
    scripts.put(method.getFullMethodName(), script);
  }

  /** From now on its answers have these headers. */
  void answersWith(Metadata headers) {
    answerHeaders = headers;
  }

  /** Forgets scripts and calls. */
  void reset() {
    scripts.clear();
    received.clear();
    answerHeaders = new Metadata();
  }

  /** The next call of this method. */
  Received next(MethodDescriptor<?, ?> method) throws InterruptedException {
    Received next = calls(method).poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("No call of " + method.getFullMethodName());
    }
    return next;
  }

  /** Calls of this method that no test took. */
  BlockingQueue<Received> calls(MethodDescriptor<?, ?> method) {
    return received.computeIfAbsent(method.getFullMethodName(), _ -> new LinkedBlockingQueue<>());
  }

  /** A refusal with a reason. */
  static StatusRuntimeException refusal(Status.Code code, String reason) {
    return refusal(code, reason, 0);
  }

  /** A refusal with a reason, and so many bytes of what was refused for. */
  static StatusRuntimeException refusal(Status.Code code, String reason, int bytes) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()))
            .addDetails(Any.pack(StringValue.of("x".repeat(bytes))))
            .build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private void answer(
      MethodDescriptor<?, ?> method, StringValue request, StreamObserver<StringValue> observer) {
    Received call = new Received(request.getValue(), METADATA.get(), Context.current(), observer);
    calls(method).add(call);
    scripts
        .getOrDefault(
            method.getFullMethodName(),
            known -> known.answer(String.valueOf(method.getBareMethodName())))
        .answer(call);
  }

  private static MethodDescriptor<StringValue, StringValue> method(String name, boolean isSafe) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Things/" + name)
        .setSafe(isSafe)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }

  private final class Headers implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(METADATA, metadata),
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata headers) {
              headers.merge(answerHeaders);
              super.sendHeaders(headers);
            }
          },
          metadata,
          next);
    }
  }
}
