package harbor.kit.bff.rpc;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.rpc.RpcSchema.Rpc;
import java.util.Locale;

/** Writes a contract as the {@code .proto} that it would have been written as. */
public final class RpcProto {
  private RpcProto() {}

  /**
   * The text.
   *
   * @param bff its name
   */
  public static String of(String bff, RpcSchema schema) {
    FileDescriptor file = schema.file();
    StringBuilder text =
        new StringBuilder(
            """
            // Made from the routes of %s: do not edit.
            syntax = "proto3";

            package %s;

            """
                .formatted(bff, file.getPackage()));
    file.getDependencies()
        .forEach(imported -> text.append("import \"%s\";\n".formatted(imported.getName())));
    text.append(
        """

        option java_multiple_files = true;
        option java_package = "%s";

        // The pages of %s. An error is a google.rpc.Status with google.rpc.ErrorInfo, whose reason is the code of docs/errors.md.
        service Screens {
        """
            .formatted(file.getOptions().getJavaPackage(), bff));
    text.append(schema.rpcs().stream().map(RpcProto::method).collect(joining("\n")));
    text.append("}\n");
    schema.rpcs().forEach(rpc -> text.append('\n').append(message(rpc)));
    return text.toString();
  }

  private static String method(Rpc rpc) {
    return """
      // %s %s, answered within %d ms.
      rpc %s(%s) returns (%s) {
        option idempotency_level = NO_SIDE_EFFECTS;
    %s  }
    """
        .formatted(
            rpc.route().method(),
            rpc.route().path(),
            rpc.route().total().toMillis(),
            rpc.method().getName(),
            rpc.method().getInputType().getName(),
            rpc.method().getOutputType().getFullName(),
            rpc.route().isDeprecated() ? "    option deprecated = true;\n" : "");
  }

  private static String message(Rpc rpc) {
    StringBuilder text =
        new StringBuilder(
            "// What %s is asked with.\nmessage %s {"
                .formatted(rpc.method().getName(), rpc.method().getInputType().getName()));
    for (Parameter parameter : rpc.route().parameters()) {
      FieldDescriptor field = rpc.field(parameter);
      text.append(
          "\n  // %s%s.\n  %s%s %s = %d;"
              .formatted(
                  words(parameter.form()),
                  parameter.isRequired() ? "; required" : "",
                  label(parameter),
                  field.getType().name().toLowerCase(Locale.ROOT),
                  field.getName(),
                  field.getNumber()));
    }
    return text.append(rpc.route().parameters().isEmpty() ? "}\n" : "\n}\n").toString();
  }

  private static String label(Parameter parameter) {
    if (RpcSchema.isMany(parameter)) {
      return "repeated ";
    }
    return RpcSchema.isOptional(parameter) ? "optional " : "";
  }

  private static String words(Form form) {
    return switch (form) {
      case Form.Id _ -> "An id";
      case Form.Text(int max) -> "A text of at most %d characters".formatted(max);
      case Form.Matching matching -> "A text: " + matching.expected();
      case Form.Whole(int min, int max, var otherwise) ->
          "A whole number from %d to %d".formatted(min, max)
              + otherwise.map(", otherwise %d"::formatted).orElse("");
      case Form.Choice(var choices) -> "One of " + String.join(", ", choices);
      case Form.YesOrNo _ -> "Yes or no";
      case Form.Many(Form each, int min, int max) ->
          "From %d to %d of these. %s".formatted(min, max, words(each));
    };
  }
}
