package harbor.kit.bff.watch;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service's streams of changes, as a test wants them. Used by one thread. */
public final class ScriptedStreams extends Channel {
  private static final FileDescriptor FILE = file();
  private static final Descriptor REQUEST = FILE.findMessageTypeByName("WatchRequest");
  private static final Descriptor RESPONSE = FILE.findMessageTypeByName("WatchResponse");
  private static final Descriptor CHANGES = FILE.findMessageTypeByName("Changes");

  /** The method that streams them. */
  public static final MethodDescriptor<DynamicMessage, DynamicMessage> WATCH =
      MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
          .setType(MethodType.SERVER_STREAMING)
          .setFullMethodName("test.Things/Watch")
          .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(REQUEST)))
          .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(RESPONSE)))
          .build();

  private final List<Opened> opened = new ArrayList<>();

  /** One stream, as the service sees it. */
  static final class Opened extends ClientCall<Message, Message> {
    private final CallOptions options;
    private @Nullable Listener<Message> listener;
    private @Nullable Message request;
    private boolean isCancelled;

    private Opened(CallOptions options) {
      this.options = options;
    }

    /** The token that it was asked to go on after. */
    String after() {
      return ScriptedStreams.after(Objects.requireNonNull(request));
    }

    boolean hasDeadline() {
      return options.getDeadline() != null;
    }

    boolean isCancelled() {
      return isCancelled;
    }

    /** Says that these have changed. */
    void says(String token, String... ids) {
      says(token, false, List.of(ids));
    }

    /** Says that changes were missed. */
    void resets(String token) {
      says(token, true, List.of());
    }

    private void says(String token, boolean isReset, List<String> ids) {
      told().onMessage(response(token, isReset, ids));
    }

    private Listener<Message> told() {
      return Objects.requireNonNull(listener);
    }

    void ends(Status status) {
      told().onClose(status, new Metadata());
    }

    @Override
    public void start(Listener<Message> client, Metadata headers) {
      listener = client;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      isCancelled = true;
      ends(Status.CANCELLED);
    }

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Message message) {
      request = message;
    }
  }

  /** The token that a request asks to go on after. */
  public static String after(Message request) {
    return (String) request.getField(REQUEST.findFieldByName("resume_token"));
  }

  /** One response. */
  public static DynamicMessage response(String token, boolean isReset, List<String> ids) {
    Message changes =
        DynamicMessage.newBuilder(CHANGES)
            .setField(CHANGES.findFieldByName("resume_token"), token)
            .setField(CHANGES.findFieldByName("reset"), isReset)
            .setField(CHANGES.findFieldByName("ids"), ids)
            .build();
    return DynamicMessage.newBuilder(RESPONSE)
        .setField(RESPONSE.findFieldByName("changes"), changes)
        .build();
  }

  /** The streams that were opened, in this order. */
  List<Opened> opened() {
    return opened;
  }

  Opened last() {
    return opened.getLast();
  }

  @Override
  @SuppressWarnings("unchecked") // there is only one method
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    Opened call = new Opened(options);
    opened.add(call);
    return (ClientCall<Q, A>) call;
  }

  @Override
  public String authority() {
    return "test";
  }

  private static FileDescriptor file() {
    FieldDescriptorProto token =
        field("resume_token", 1, FieldDescriptorProto.Type.TYPE_STRING).build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("things.proto")
            .setPackage("test")
            .setSyntax("proto3")
            .addMessageType(DescriptorProto.newBuilder().setName("WatchRequest").addField(token))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("WatchResponse")
                    .addField(
                        field("changes", 1, FieldDescriptorProto.Type.TYPE_MESSAGE)
                            .setTypeName(".test.Changes")))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Changes")
                    .addField(token)
                    .addField(field("reset", 2, FieldDescriptorProto.Type.TYPE_BOOL))
                    .addField(
                        field("ids", 3, FieldDescriptorProto.Type.TYPE_STRING)
                            .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }
}
