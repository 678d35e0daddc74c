package harbor.kit.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import harbor.type.v1.Changes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.testing.StreamRecorder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client of a watch method, which keeps what it was told. Thread-safe. */
@SuppressWarnings("deprecation") // grpc-testing has no other recorder
public final class Watcher {
  private final ClientCall<?, ?> call;
  private final StreamRecorder<?> responses;
  private final Function<Object, Changes> changes;

  private Watcher(
      ClientCall<?, ?> call, StreamRecorder<?> responses, Function<Object, Changes> changes) {
    this.call = call;
    this.responses = responses;
    this.changes = changes;
  }

  /** Calls a watch method, whose request has a {@code resume_token} and its responses changes. */
  static <Q extends Message, A extends Message> Watcher watch(
      Channel channel, MethodDescriptor<Q, A> method, String resumeToken) {
    PrototypeMarshaller<Q> marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
    Message.Builder request = requireNonNull(marshaller.getMessagePrototype()).newBuilderForType();
    request.setField(request.getDescriptorForType().findFieldByName("resume_token"), resumeToken);
    @SuppressWarnings("unchecked") // A builder of Q builds a Q.
    Q built = (Q) request.build();
    return watch(
        channel.newCall(method, CallOptions.DEFAULT),
        built,
        response ->
            (Changes)
                response.getField(response.getDescriptorForType().findFieldByName("changes")));
  }

  /** Makes a call. */
  public static <Q, A> Watcher watch(
      ClientCall<Q, A> call, Q request, Function<A, Changes> changes) {
    StreamRecorder<A> responses = StreamRecorder.create();
    ClientCalls.asyncServerStreamingCall(call, request, responses);
    @SuppressWarnings("unchecked") // They are all of type A.
    Function<Object, Changes> ofAny = (Function<Object, Changes>) (Function<?, Changes>) changes;
    return new Watcher(call, responses, ofAny);
  }

  /** Everything, in its order. */
  public List<Changes> told() {
    // Copied first: the recorder's list grows while it is read.
    return List.<Object>copyOf(responses.getValues()).stream().map(changes).toList();
  }

  /** Every id, in its order. */
  public List<String> ids() {
    return told().stream().flatMap(changes -> changes.getIdsList().stream()).toList();
  }

  /** That of the last response. */
  public String resumeToken() {
    return told().getLast().getResumeToken();
  }

  /** Cancels the call. */
  public void leave() {
    call.cancel("the client leaves", null);
  }

  /** How the call ended; waits for it. */
  public Status ending() throws Exception {
    assertThat(responses.awaitCompletion(10, TimeUnit.SECONDS)).isTrue();
    return responses.getError() == null ? Status.OK : Status.fromThrowable(responses.getError());
  }

  /** Why it failed. */
  public Throwable failure() throws Exception {
    assertThat(ending().isOk()).isFalse();
    return requireNonNull(responses.getError());
  }

  /** Whether it ended. */
  public boolean hasEnded() throws Exception {
    return responses.awaitCompletion(0, TimeUnit.SECONDS);
  }
}
