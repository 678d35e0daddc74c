package harbor.kit.bff.input;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import harbor.kit.bff.answer.BadRequest;
import java.io.IOException;
import java.util.List;

/**
 * Reads protobuf bodies strictly: what the message does not know is refused by its number, and no
 * value gets in that {@link JsonBody} would refuse.
 */
final class ProtobufBody {
  static final int MAX_DEPTH = 16;

  private ProtobufBody() {}

  static void read(byte[] body, Message.Builder to) {
    CodedInputStream in = CodedInputStream.newInstance(body);
    // The outermost message counts for JSON and not for protobuf.
    in.setRecursionLimit(MAX_DEPTH - 1);
    try {
      to.mergeFrom(in, ExtensionRegistryLite.getEmptyRegistry());
      in.checkLastTagWas(0);
    } catch (IOException _) {
      throw new BadRequest(
          "body",
          "protobuf of %s, at most %d deep"
              .formatted(to.getDescriptorForType().getFullName(), MAX_DEPTH));
    }
    check(to);
  }

  /** Whether it is Unicode that a database takes: no NUL, no half of a pair of surrogates. */
  static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  private static void check(MessageOrBuilder message) {
    message.getUnknownFields().asMap().keySet().stream()
        .findFirst()
        .ifPresent(
            number -> {
              throw new BadRequest("field " + number, "a field that this request has");
            });
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              for (Object each : value instanceof List<?> list ? list : List.of(value)) {
                check(field, each);
              }
            });
  }

  private static void check(FieldDescriptor field, Object value) {
    boolean fits =
        switch (value) {
          case String text -> isText(text);
          case Double number -> Double.isFinite(number);
          case Float number -> Float.isFinite(number);
          // what the contract does not name gets a descriptor of its own
          case EnumValueDescriptor named -> field.getEnumType().getValues().contains(named);
          case MessageOrBuilder below -> {
            check(below);
            yield true;
          }
          default -> true;
        };
    if (!fits) {
      throw new BadRequest(
          "field " + field.getNumber(), "a value of " + field.getName() + " that JSON could say");
    }
  }
}
