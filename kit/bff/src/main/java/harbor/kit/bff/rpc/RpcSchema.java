package harbor.kit.bff.rpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.openapi.ApiRoute;
import harbor.kit.bff.openapi.OpenApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The gRPC contract of a BFF: one rpc for each route that reads, made from what the route says.
 *
 * <p>A request has a field for each parameter of path and query, numbered as the route reads them:
 * a parameter that a route gains is read last. The answer is the route's view. Immutable.
 */
public final class RpcSchema {
  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final FileDescriptor file;
  private final List<Rpc> rpcs;

  /**
   * An rpc.
   *
   * @param route which it asks
   */
  public record Rpc(ApiRoute route, MethodDescriptor method) {
    /** The field of a parameter. */
    public FieldDescriptor field(Parameter parameter) {
      return method.getInputType().findFieldByNumber(route.parameters().indexOf(parameter) + 1);
    }

    /** For instance {@code harbor.mobile.rpc.v1.Screens/GetMobileV1Home}. */
    public String fullName() {
      return method.getService().getFullName() + "/" + method.getName();
    }
  }

  private RpcSchema(FileDescriptor file, List<Rpc> rpcs) {
    this.file = file;
    this.rpcs = rpcs;
  }

  /**
   * That of the BFF of this name with these routes; of those that change something there is none.
   */
  public static RpcSchema of(String bff, List<ApiRoute> routes) {
    String scope = "harbor.%s.rpc.v1".formatted(bff.replaceAll("-bff$", "").replace('-', '_'));
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName(scope.replace('.', '/') + "/screens.proto")
            .setPackage(scope)
            .setSyntax("proto3");
    file.getOptionsBuilder().setJavaMultipleFiles(true).setJavaPackage(scope);
    ServiceDescriptorProto.Builder service = file.addServiceBuilder().setName("Screens");
    Map<String, FileDescriptor> views = new TreeMap<>();
    List<ApiRoute> reads = routes.stream().filter(ApiRoute::isRead).toList();
    for (ApiRoute route : reads) {
      String name = capitalized(OpenApi.id(route.method(), route.path()));
      file.addMessageType(request(name + "Request", route.parameters()));
      MethodDescriptorProto.Builder method =
          service
              .addMethodBuilder()
              .setName(name)
              .setInputType("." + scope + "." + name + "Request")
              .setOutputType("." + route.view().getFullName());
      method.getOptionsBuilder().setIdempotencyLevel(IdempotencyLevel.NO_SIDE_EFFECTS);
      if (route.isDeprecated()) {
        method.getOptionsBuilder().setDeprecated(true);
      }
      views.put(route.view().getFile().getName(), route.view().getFile());
    }
    file.addAllDependency(views.keySet());
    FileDescriptor built = built(file.build(), views);
    ServiceDescriptor screens = built.getServices().getFirst();
    return new RpcSchema(
        built,
        reads.stream()
            .map(
                route ->
                    new Rpc(
                        route,
                        screens.findMethodByName(
                            capitalized(OpenApi.id(route.method(), route.path())))))
            .toList());
  }

  private static FileDescriptor built(FileDescriptorProto file, Map<String, FileDescriptor> views) {
    try {
      return FileDescriptor.buildFrom(file, views.values().toArray(new FileDescriptor[0]));
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(file.getName(), e);
    }
  }

  private static DescriptorProto request(String name, List<Parameter> parameters) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (Parameter parameter : parameters) {
      String field = fieldName(parameter.name());
      FieldDescriptorProto.Builder made =
          message
              .addFieldBuilder()
              .setName(field)
              .setNumber(message.getFieldCount())
              .setType(type(parameter.form()))
              .setLabel(isMany(parameter) ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
      if (isOptional(parameter)) {
        made.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field));
      }
    }
    return message.build();
  }

  static boolean isMany(Parameter parameter) {
    return parameter.form() instanceof Form.Many;
  }

  /** Whether there is a difference between an empty one and none. */
  static boolean isOptional(Parameter parameter) {
    return !parameter.isRequired() && !isMany(parameter);
  }

  private static FieldDescriptorProto.Type type(Form form) {
    return switch (form) {
      case Form.Whole _ -> FieldDescriptorProto.Type.TYPE_INT32;
      case Form.YesOrNo _ -> FieldDescriptorProto.Type.TYPE_BOOL;
      case Form.Many many -> type(many.each());
      case Form.Id _, Form.Text _, Form.Matching _, Form.Choice _ ->
          FieldDescriptorProto.Type.TYPE_STRING;
    };
  }

  private static String fieldName(String parameter) {
    return CAPITAL.matcher(parameter.replace('.', '_')).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  private static String capitalized(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Its file, which imports those of the views. */
  public FileDescriptor file() {
    return file;
  }

  /** The full name of its service. */
  public String name() {
    return file.getServices().getFirst().getFullName();
  }

  /** Its rpcs, in the order of the routes. */
  public List<Rpc> rpcs() {
    return rpcs;
  }

  /** The whole of it, with all that it imports: what {@code buf} and {@code protoc} read. */
  public FileDescriptorSet whole() {
    Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    collect(file, files);
    return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
  }

  /** What a file imports stands before it. */
  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
    if (!files.containsKey(file.getName())) {
      file.getDependencies().forEach(imported -> collect(imported, files));
      files.put(file.getName(), file.toProto());
    }
  }
}
