package harbor.kit.bff.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.QueryParams;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.rpc.RpcSchema.Rpc;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a BFF's pages by gRPC, each by the path of its route. */
public final class RpcClient implements AutoCloseable {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\*?)(\\w+)}");

  private final RpcSchema schema;
  private final ManagedChannel channel;

  /**
   * What an rpc answered.
   *
   * @param view empty for an error
   * @param status of an error, with its details; OK otherwise
   * @param metadata names in lower case
   */
  public record Answer(Optional<Message> view, Status status, Metadata metadata) {
    /** The status' code. */
    public io.grpc.Status.Code code() {
      return io.grpc.Status.fromCodeValue(status.getCode()).getCode();
    }

    /** A value of the metadata; empty without it. */
    public String header(String name) {
      String value = metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      return value == null ? "" : value;
    }

    /** Whether there is a detail of this type. */
    public boolean has(Class<? extends Message> type) {
      return detail(type).isPresent();
    }

    /** The detail of this type. */
    public <M extends Message> Optional<M> detail(Class<M> type) {
      return status.getDetailsList().stream()
          .filter(detail -> detail.is(type))
          .findFirst()
          .map(detail -> unpacked(detail, type));
    }

    private static <M extends Message> M unpacked(Any detail, Class<M> type) {
      try {
        return detail.unpack(type);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(detail.toString(), e);
      }
    }

    /** The code for programs; empty where an answer has none. */
    public String reason() {
      return detail(ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
    }
  }

  /** Of the BFF with this contract at this port of this machine. */
  public RpcClient(int port, RpcSchema schema) {
    this.schema = schema;
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** All that can be asked. */
  public List<Rpc> rpcs() {
    return schema.rpcs();
  }

  /** The rpc of a route. */
  public Rpc rpc(String path) {
    return schema.rpcs().stream()
        .filter(rpc -> rpc.route().path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rpc for " + path));
  }

  /** Asks for a page. */
  public Answer ask(
      String path, Map<String, List<String>> parameters, Map<String, String> metadata) {
    return ask(path, request(path, parameters), metadata, CallOptions.DEFAULT);
  }

  /**
   * Asks for a page by what HTTP would say.
   *
   * @param path the pattern of its route
   * @param target the path with its query
   */
  public Answer get(String path, String target, Map<String, String> metadata) {
    Map<String, List<String>> parameters = new HashMap<>();
    List<String> names = new ArrayList<>();
    String form =
        VARIABLE
            .matcher(path)
            .replaceAll(
                variable -> {
                  names.add(variable.group(2));
                  return variable.group(1).isEmpty() ? "([^/]+)" : "(.+)";
                });
    String[] sides = target.split("\\?", 2);
    Matcher values = Pattern.compile(form).matcher(sides[0]);
    if (!values.matches()) {
      throw new IllegalArgumentException(target + " is not at " + path);
    }
    for (int i = 0; i < names.size(); i++) {
      String value = values.group(i + 1).replace("+", "%2B");
      parameters.put(names.get(i), List.of(URLDecoder.decode(value, UTF_8)));
    }
    QueryParams query = QueryParams.fromQueryString(sides.length > 1 ? sides[1] : "");
    query.names().forEach(name -> parameters.put(name, query.getAll(name)));
    return ask(path, parameters, metadata);
  }

  /** What a page is asked with; what its contract has no field for is left out. */
  public DynamicMessage request(String path, Map<String, List<String>> parameters) {
    Rpc rpc = rpc(path);
    DynamicMessage.Builder request = DynamicMessage.newBuilder(rpc.method().getInputType());
    for (Parameter parameter : rpc.route().parameters()) {
      FieldDescriptor field = rpc.field(parameter);
      for (String value : parameters.getOrDefault(parameter.name(), List.of())) {
        if (field.isRepeated()) {
          request.addRepeatedField(field, value(field, value));
        } else {
          request.setField(field, value(field, value));
        }
      }
    }
    return request.build();
  }

  private static Object value(FieldDescriptor field, String text) {
    return switch (field.getJavaType()) {
      case INT -> Integer.valueOf(text);
      case BOOLEAN -> Boolean.valueOf(text);
      default -> text;
    };
  }

  /** Asks for a page, whatever the request is. */
  public Answer ask(
      String path, Message request, Map<String, String> metadata, CallOptions options) {
    Rpc rpc = rpc(path);
    MethodDescriptor<Message, Message> method =
        MethodDescriptor.newBuilder(
                marshaller(request.getDefaultInstanceForType()),
                marshaller(DynamicMessage.getDefaultInstance(rpc.method().getOutputType())))
            .setFullMethodName(rpc.fullName())
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();
    AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
    AtomicReference<Metadata> trailers = new AtomicReference<>(new Metadata());
    Metadata said = new Metadata();
    metadata.forEach(
        (name, value) -> said.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    try {
      Message view =
          ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  channel,
                  MetadataUtils.newAttachHeadersInterceptor(said),
                  MetadataUtils.newCaptureMetadataInterceptor(headers, trailers)),
              method,
              options,
              request);
      return new Answer(Optional.of(view), Status.getDefaultInstance(), headers.get());
    } catch (StatusRuntimeException e) {
      return new Answer(
          Optional.empty(),
          Objects.requireNonNull(StatusProto.fromThrowable(e)),
          all(headers.get(), trailers.get()));
    }
  }

  /** An error may have no headers of its own. */
  private static Metadata all(@Nullable Metadata headers, @Nullable Metadata trailers) {
    Metadata all = new Metadata();
    Stream.ofNullable(headers).forEach(all::merge);
    Stream.ofNullable(trailers).forEach(all::merge);
    return all;
  }

  private static MethodDescriptor.Marshaller<Message> marshaller(Message prototype) {
    return ProtoUtils.marshaller(prototype);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
