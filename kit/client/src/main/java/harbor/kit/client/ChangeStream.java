package harbor.kit.client;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A method that streams changes, known by its contract alone: its request has a {@code
 * resume_token}, its responses have {@code changes} with {@code resume_token}, {@code reset} and
 * {@code ids}, and may have {@code trace_parents}. Immutable.
 */
public final class ChangeStream {
  private static final String TOKEN = "resume_token";

  private final String name;
  private final MethodDescriptor<Message, Message> method;
  private final @Nullable Channel channel;
  private final Message anyRequest;
  private final FieldDescriptor requestToken;
  private final FieldDescriptor changes;
  private final FieldDescriptor token;
  private final FieldDescriptor reset;
  private final FieldDescriptor ids;
  private final @Nullable FieldDescriptor traceParents;

  /**
   * One response.
   *
   * @param token where to go on after it
   * @param isReset whether changes before it were missed
   * @param ids what changed
   * @param causes spans within which it was changed, as {@code traceparent}s
   */
  public record Changes(String token, boolean isReset, List<String> ids, List<String> causes) {}

  private ChangeStream(
      String name, MethodDescriptor<Message, Message> method, @Nullable Channel channel) {
    this.name = name;
    this.method = method;
    this.channel = channel;
    this.anyRequest = Prototypes.request(method);
    this.requestToken = field(anyRequest.getDescriptorForType(), TOKEN);
    this.changes = field(Prototypes.answer(method).getDescriptorForType(), "changes");
    this.token = field(changes.getMessageType(), TOKEN);
    this.reset = field(changes.getMessageType(), "reset");
    this.ids = field(changes.getMessageType(), "ids");
    this.traceParents = changes.getMessageType().findFieldByName("trace_parents");
  }

  /**
   * The stream of a method.
   *
   * @param name as caches, metrics and logs name it: {@code <service>.<what>}
   * @throws IllegalArgumentException when the method's contract is another
   */
  public static ChangeStream of(String name, MethodDescriptor<?, ?> method) {
    return of(name, method, null);
  }

  /** The same over a channel, so that it can be followed. */
  @SuppressWarnings("unchecked") // the messages are checked field by field
  static ChangeStream of(String name, MethodDescriptor<?, ?> method, @Nullable Channel channel) {
    return new ChangeStream(name, (MethodDescriptor<Message, Message>) method, channel);
  }

  /**
   * Follows it on the calling thread, over plain channels: how core services do. It ends when the
   * service ends it; with the current gRPC context it is cancelled.
   *
   * @param after a token; an empty one for what comes from now on
   * @param time for all of it
   * @return waits for the next response; throws a {@link io.grpc.StatusRuntimeException} when the
   *     stream fails
   * @throws IllegalStateException over other channels, which have their own way
   */
  public Iterator<Changes> follow(String after, Duration time) {
    if (channel == null) {
      throw new IllegalStateException(name + ": followed (expected: over plain channels)");
    }
    Iterator<Message> responses =
        ClientCalls.blockingServerStreamingCall(
            channel,
            method,
            CallOptions.DEFAULT.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS),
            request(after));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return responses.hasNext();
      }

      @Override
      public Changes next() {
        return read(responses.next());
      }
    };
  }

  /** As caches, metrics and logs name it. */
  public String name() {
    return name;
  }

  /** The method, whose messages are known by their fields alone. */
  public MethodDescriptor<Message, Message> method() {
    return method;
  }

  /** Asks for what comes after a token; an empty one for what comes from now on. */
  public Message request(String after) {
    return anyRequest.newBuilderForType().setField(requestToken, after).build();
  }

  /** What a response says. */
  public Changes read(Message response) {
    Message read = (Message) response.getField(changes);
    return new Changes(
        (String) read.getField(token),
        (boolean) read.getField(reset),
        texts(read, ids),
        traceParents == null ? List.of() : texts(read, traceParents));
  }

  @SuppressWarnings("unchecked") // a repeated string
  private static List<String> texts(Message of, FieldDescriptor field) {
    return (List<String>) of.getField(field);
  }

  private static FieldDescriptor field(Descriptor message, String name) {
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "%s: no field %s (expected: one, as a stream of changes has)"
              .formatted(message.getFullName(), name));
    }
    return field;
  }
}
