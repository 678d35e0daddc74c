package harbor.kit.bff.cache;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import harbor.kit.runtime.Sha256;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The schema fingerprint of an answer: of the names, numbers and types of its fields and of those
 * of all messages and enums below it, and of how it is asked for.
 *
 * <p>A change of one of them changes the fingerprint, and with it every key that it is part of:
 * what was cached with another schema is never read again, and two versions of a BFF beside each
 * other each find their own. A change elsewhere, comments and order included, leaves it alone.
 */
public final class SchemaFingerprint {
  private static final int BYTES = 6;

  private SchemaFingerprint() {}

  /**
   * Twelve hexadecimal digits.
   *
   * @param message what is answered
   * @param request what is asked, with the same id whatever is asked for: a BFF that asks for more
   *     of the same message must not find less
   */
  public static String of(Descriptor message, ByteString request) {
    Map<String, String> types = new TreeMap<>();
    describe(message, types);
    String text =
        "%s\n%s\n%s"
            .formatted(
                message.getFullName(),
                String.join("\n", types.values()),
                HexFormat.of().formatHex(request.toByteArray()));
    return HexFormat.of().formatHex(Sha256.of(text), 0, BYTES);
  }

  private static void describe(Descriptor message, Map<String, String> types) {
    if (types.putIfAbsent(message.getFullName(), "") != null) {
      return;
    }
    Map<Integer, String> fields = new TreeMap<>();
    for (FieldDescriptor field : message.getFields()) {
      fields.put(field.getNumber(), field(field, types));
    }
    types.put(
        message.getFullName(),
        "message " + message.getFullName() + "\n" + String.join("\n", fields.values()));
  }

  private static String field(FieldDescriptor field, Map<String, String> types) {
    String type =
        switch (field.getJavaType()) {
          case MESSAGE -> {
            describe(field.getMessageType(), types);
            yield field.getMessageType().getFullName();
          }
          case ENUM -> {
            describe(field.getEnumType(), types);
            yield field.getEnumType().getFullName();
          }
          default -> field.getType().name();
        };
    return "%d %s %s%s%s"
        .formatted(
            field.getNumber(),
            field.getName(),
            type,
            field.isRepeated() ? " repeated" : "",
            field.hasPresence() ? " presence" : "");
  }

  private static void describe(EnumDescriptor type, Map<String, String> types) {
    types.put(
        type.getFullName(),
        "enum "
            + type.getFullName()
            + "\n"
            + type.getValues().stream()
                .map(value -> value.getNumber() + " " + value.getName())
                .sorted()
                .collect(Collectors.joining("\n")));
  }
}
