package harbor.scripted;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** How one method of a core service answers. */
@FunctionalInterface
public interface Script {
  /** Answers a call, now, later or never. Does not block. */
  void play(Message request, StreamObserver<byte[]> call);

  /** Answers with this message, about whatever ids are asked for. */
  static Script asAsked(Message message) {
    return (request, call) -> answer(AsAsked.of(message, request)).play(request, call);
  }

  /** Answers with this message, whatever was asked. */
  static Script answer(Message message) {
    return bytes(message.toByteArray());
  }

  /** Answers with these bytes, whatever they are. */
  static Script bytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    return (_, call) -> {
      call.onNext(copy);
      call.onCompleted();
    };
  }

  /** Answers with what is no protobuf message. */
  static Script garbage() {
    return bytes("\u000f<html>this is no protobuf</html>".getBytes(StandardCharsets.UTF_8));
  }

  /** Ends without any message. */
  static Script nothing() {
    return (_, call) -> call.onCompleted();
  }

  /** Never answers. */
  static Script never() {
    return (_, _) -> {};
  }

  /** Fails with a status, a description that no client may see, and an ErrorInfo. */
  static Script fail(Status.Code code, String reason, Message... details) {
    return (_, call) -> call.onError(failure(code, reason, details));
  }

  /** The same, but each so-many-th call fails with a status. */
  default Script failingEach(int calls, Status.Code code) {
    AtomicInteger count = new AtomicInteger();
    Script failure = fail(code, "SOMETIMES");
    return (request, call) ->
        (count.incrementAndGet() % calls == 0 ? failure : this).play(request, call);
  }

  /** The same, so much later. */
  default Script late(Duration delay) {
    Executor later =
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    return (request, call) -> later.execute(() -> play(request, call));
  }

  /** The same, once the condition holds. */
  default Script after(CompletionStage<?> condition) {
    return (request, call) -> {
      var _ = condition.thenRun(() -> play(request, call));
    };
  }

  /** This for the first call, and then the other one for all that follow. */
  default Script once(Script then) {
    AtomicBoolean played = new AtomicBoolean();
    return (request, call) -> (played.getAndSet(true) ? then : this).play(request, call);
  }

  private static StatusRuntimeException failure(Status.Code code, String reason, Message... more) {
    com.google.rpc.Status details =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(ScriptedCores.SECRET)
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain("scripted.harbor")
                        .putMetadata("secret", ScriptedCores.SECRET)
                        .build()))
            .addAllDetails(Stream.of(more).map(Any::pack).toList())
            .build();
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of(
            "grpc-status-details-bin",
            ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance())),
        details);
    return code.toStatus().withDescription(ScriptedCores.SECRET).asRuntimeException(trailers);
  }
}
