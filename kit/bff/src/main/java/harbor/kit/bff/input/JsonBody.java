package harbor.kit.bff.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import harbor.kit.bff.answer.BadRequest;
import java.io.IOException;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads JSON bodies strictly, in protobuf's mapping with lowerCamelCase names alone: {@code "5"} is
 * no number, 1.5 no whole one, and what the message does not know is refused by its name. A 64-bit
 * number may also be text, since that is how answers write it.
 */
final class JsonBody {
  private static final int MAX_NAME = 256;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ProtobufBody.MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxNameLength(MAX_NAME)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Predicate<FieldDescriptor> isOfBody;

  /**
   * Reads bodies.
   *
   * @param isOfBody whether a body may say this field
   */
  JsonBody(Predicate<FieldDescriptor> isOfBody) {
    this.isOfBody = isOfBody;
  }

  /** Reads one into a message; gives the proto names of what its outermost object named. */
  Set<String> read(byte[] body, Message.Builder to) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequest("body", "a JSON object");
      }
      Set<String> named = object(parser, "", to);
      if (parser.nextToken() != null) {
        throw new BadRequest("body", "one JSON object and nothing behind it");
      }
      return named;
    } catch (IOException _) {
      throw new BadRequest("body", "valid JSON, at most %d deep".formatted(ProtobufBody.MAX_DEPTH));
    }
  }

  private Set<String> object(JsonParser parser, String path, Message.Builder to)
      throws IOException {
    Set<String> named = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String at = path + name;
      FieldDescriptor field =
          to.getDescriptorForType().getFields().stream()
              .filter(known -> known.getJsonName().equals(name) && isOfBody.test(known))
              .findFirst()
              .orElseThrow(() -> new BadRequest(at, "a field that this request has"));
      named.add(field.getName());
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_NULL) {
        continue;
      }
      OneofDescriptor choice = field.getRealContainingOneof();
      expect(
          choice == null || !to.hasOneof(choice), at, "one of the fields that exclude each other");
      if (field.isRepeated()) {
        list(parser, at, field, to);
      } else {
        to.setField(field, value(parser, at, field, to));
      }
    }
    return named;
  }

  private void list(JsonParser parser, String at, FieldDescriptor field, Message.Builder to)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadRequest(at, "a list");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      to.addRepeatedField(field, value(parser, at + "[" + i + "]", field, to));
    }
  }

  private Object value(JsonParser parser, String at, FieldDescriptor field, Message.Builder to)
      throws IOException {
    JsonToken token = parser.currentToken();
    return switch (field.getJavaType()) {
      case INT -> (int) whole(parser, at, token, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(parser, at, token, Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE -> finite(number(parser, at, token), at);
      case FLOAT -> (float) finite((float) number(parser, at, token), at);
      case BOOLEAN -> {
        expect(token.isBoolean(), at, "true or false");
        yield parser.getBooleanValue();
      }
      case STRING -> text(parser, at, token);
      case BYTE_STRING -> {
        expect(token == JsonToken.VALUE_STRING, at, "base64");
        yield bytes(parser, at);
      }
      case ENUM -> {
        EnumValueDescriptor value =
            token == JsonToken.VALUE_STRING
                ? field.getEnumType().findValueByName(parser.getText())
                : null;
        if (value == null) {
          throw new BadRequest(at, "one of " + names(field));
        }
        yield value;
      }
      case MESSAGE -> message(parser, at, field, to);
    };
  }

  private Object message(JsonParser parser, String at, FieldDescriptor field, Message.Builder to)
      throws IOException {
    if (field.getMessageType().equals(Timestamp.getDescriptor())) {
      try {
        return Timestamps.parse(text(parser, at, parser.currentToken()));
      } catch (ParseException _) {
        throw new BadRequest(at, "a time like 2026-11-28T09:30:00Z");
      }
    }
    expect(parser.currentToken() == JsonToken.START_OBJECT, at, "an object");
    Message.Builder below = to.newBuilderForField(field);
    object(parser, at + ".", below);
    return below.build();
  }

  private static long whole(JsonParser parser, String at, JsonToken token, long min, long max)
      throws IOException {
    boolean isLong = min == Long.MIN_VALUE;
    String expected =
        isLong ? "a whole number" : "a whole number from %d to %d".formatted(min, max);
    try {
      if (token == JsonToken.VALUE_NUMBER_INT) {
        long number = parser.getLongValue();
        expect(number >= min && number <= max, at, expected);
        return number;
      }
      if (token == JsonToken.VALUE_STRING && isLong && WHOLE.matcher(parser.getText()).matches()) {
        return Long.parseLong(parser.getText());
      }
    } catch (NumberFormatException | InputCoercionException _) {
      // said below
    }
    throw new BadRequest(at, expected);
  }

  private static double number(JsonParser parser, String at, JsonToken token) throws IOException {
    expect(token.isNumeric(), at, "a number");
    return parser.getDoubleValue();
  }

  private static double finite(double number, String at) {
    expect(Double.isFinite(number), at, "a number that is not that large");
    return number;
  }

  private static ByteString bytes(JsonParser parser, String at) throws IOException {
    try {
      return ByteString.copyFrom(parser.getBinaryValue());
    } catch (JsonParseException _) {
      throw new BadRequest(at, "base64");
    }
  }

  private static String text(JsonParser parser, String at, JsonToken token) throws IOException {
    expect(token == JsonToken.VALUE_STRING, at, "a text");
    String text = parser.getText();
    expect(ProtobufBody.isText(text), at, "a text without NUL");
    return text;
  }

  private static String names(FieldDescriptor field) {
    return String.join(
        ", ", field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList());
  }

  private static void expect(boolean holds, String at, String expected) {
    if (!holds) {
      throw new BadRequest(at, expected);
    }
  }
}
