package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import harbor.kit.bff.rpc.RpcSchema;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The gRPC and gRPC-Web service of a BFF's pages, with reflection: framing, compression and the
 * forms of gRPC-Web are Armeria's. How long a call may take the route says, not the client.
 */
final class Rpcs {
  /** What a request line may have at most, a message may. */
  private static final int MAX_MESSAGE_BYTES = 8 * 1024;

  /** With its frame, and as text. */
  static final int MAX_BODY_BYTES = 2 * MAX_MESSAGE_BYTES;

  /** Where clients that have no contract ask for it. */
  static final String REFLECTION =
      ServerReflectionGrpc.getServerReflectionInfoMethod().getFullMethodName();

  /** Where those of before 2023 do. */
  static final String REFLECTION_ALPHA =
      "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

  private Rpcs() {}

  /**
   * The service.
   *
   * @param answering what answers an rpc
   */
  static GrpcServiceBuilder of(RpcSchema schema, Function<RpcSchema.Rpc, RpcService> answering) {
    return GrpcService.builder()
        .supportedSerializationFormats(
            GrpcSerializationFormats.PROTO,
            GrpcSerializationFormats.PROTO_WEB,
            GrpcSerializationFormats.PROTO_WEB_TEXT)
        .useClientTimeoutHeader(false)
        .autoCompression(true)
        .maxRequestMessageLength(MAX_MESSAGE_BYTES)
        .addService(definition(schema, answering))
        .addService(ProtoReflectionServiceV1.newInstance());
  }

  /** Reflection in its older version, of all services of the server: Armeria takes one of each. */
  @SuppressWarnings("deprecation") // the deprecated version is the one that older tools speak
  static GrpcServiceBuilder reflectionAlpha() {
    return GrpcService.builder()
        .useClientTimeoutHeader(false)
        .maxRequestMessageLength(MAX_MESSAGE_BYTES)
        .addService(ProtoReflectionService.newInstance());
  }

  private static ServerServiceDefinition definition(
      RpcSchema schema, Function<RpcSchema.Rpc, RpcService> answering) {
    ServiceDescriptor.Builder service =
        ServiceDescriptor.newBuilder(schema.name())
            .setSchemaDescriptor((ProtoFileDescriptorSupplier) schema::file);
    Map<RpcSchema.Rpc, MethodDescriptor<HttpData, HttpData>> methods = new LinkedHashMap<>();
    for (RpcSchema.Rpc rpc : schema.rpcs()) {
      MethodDescriptor<HttpData, HttpData> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setFullMethodName(rpc.fullName())
              .setType(MethodDescriptor.MethodType.UNARY)
              .setSafe(true)
              .build();
      methods.put(rpc, method);
      service.addMethod(method);
    }
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service.build());
    methods.forEach((rpc, method) -> definition.addMethod(method, answering.apply(rpc)));
    return definition.build();
  }

  /** A message as it is on the wire: pages come encoded. */
  private static final class Bytes implements MethodDescriptor.Marshaller<HttpData> {
    @Override
    public InputStream stream(HttpData message) {
      return message.toInputStream();
    }

    @Override
    public HttpData parse(InputStream stream) {
      try {
        return HttpData.wrap(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
