package harbor.web.admin;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows as administrators see them, made of a core service's messages: each field of the view says
 * what one field of the message says, by default that of the same name. What is empty is absent
 * where the view allows that. Pure.
 *
 * <p>A field without a source does not start; a field that the view does not have is never read.
 */
final class RowViews {
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final String GUEST = "guest:";
  private static final Map<String, String> AUDIT =
      Map.of(
          "created_at", "audit.created_at",
          "created_by", "audit.created_by",
          "updated_at", "audit.updated_at",
          "updated_by", "audit.updated_by",
          "version", "audit.version");

  private final List<Shown> fields = new ArrayList<>();

  /**
   * A field of the view.
   *
   * @param way to the field of the message that it shows
   * @param source that field
   * @param below how a message in it is shown
   */
  private record Shown(
      FieldDescriptor field,
      List<FieldDescriptor> way,
      FieldDescriptor source,
      Optional<RowViews> below) {}

  /**
   * Of one kind of row.
   *
   * @param row the core service's message
   * @param within the field of it that has everything but what is named otherwise; empty: itself
   * @param named sources of other names, as paths
   */
  RowViews(Descriptor view, Descriptor row, String within, Map<String, String> named) {
    String prefix = within.isEmpty() ? "" : within + ".";
    for (FieldDescriptor field : view.getFields()) {
      String usual = prefix + AUDIT.getOrDefault(field.getName(), field.getName());
      List<FieldDescriptor> path = path(row, named.getOrDefault(field.getName(), usual));
      FieldDescriptor source = path.getLast();
      fields.add(new Shown(field, path.subList(0, path.size() - 1), source, below(field, source)));
    }
  }

  private static Optional<RowViews> below(FieldDescriptor field, FieldDescriptor source) {
    return isMessage(field) && !isTime(field)
        ? Optional.of(new RowViews(field.getMessageType(), source.getMessageType(), "", Map.of()))
        : Optional.empty();
  }

  private static List<FieldDescriptor> path(Descriptor row, String path) {
    List<FieldDescriptor> fields = new ArrayList<>();
    Descriptor type = row;
    for (String name : DOT.splitAsStream(path).toList()) {
      FieldDescriptor field = type.findFieldByName(name);
      if (field == null) {
        throw new IllegalArgumentException(
            "%s: no field %s (expected: one)".formatted(type.getFullName(), name));
      }
      fields.add(field);
      type = isMessage(field) ? field.getMessageType() : type;
    }
    return fields;
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }

  private static boolean isTime(FieldDescriptor field) {
    return field.getMessageType().equals(Timestamp.getDescriptor());
  }

  /** The values that a field of the view has words for; empty for any other field. */
  Optional<EnumDescriptor> words(FieldDescriptor field) {
    return fields.stream()
        .filter(shown -> shown.field().equals(field))
        .map(Shown::source)
        .filter(source -> source.getJavaType() == JavaType.ENUM)
        .map(FieldDescriptor::getEnumType)
        .findFirst();
  }

  /**
   * A row.
   *
   * @param row the core service's
   * @param to an empty view
   */
  Message view(Message row, Message.Builder to) {
    for (Shown shown : fields) {
      holder(row, shown.way()).ifPresent(holder -> set(shown, holder, to));
    }
    return to.build();
  }

  /** The message at the end of a way; empty when one on it is absent. */
  private static Optional<Message> holder(Message row, List<FieldDescriptor> way) {
    Message holder = row;
    for (FieldDescriptor step : way) {
      if (!holder.hasField(step)) {
        return Optional.empty();
      }
      holder = (Message) holder.getField(step);
    }
    return Optional.of(holder);
  }

  private static void set(Shown shown, Message holder, Message.Builder to) {
    FieldDescriptor field = shown.field();
    FieldDescriptor source = shown.source();
    if (source.isRepeated()) {
      List<?> values = (List<?>) holder.getField(source);
      if (field.isRepeated()) {
        values.forEach(value -> to.addRepeatedField(field, element(shown, value, to)));
      } else {
        to.setField(
            field, values.stream().map(Object::toString).collect(Collectors.joining(" > ")));
      }
    } else if (!source.hasPresence() || holder.hasField(source)) {
      value(field, holder.getField(source)).ifPresent(value -> to.setField(field, value));
    }
  }

  private static Object element(Shown shown, Object value, Message.Builder to) {
    return shown.below().isPresent() && value instanceof Message message
        ? shown.below().get().view(message, to.newBuilderForField(shown.field()))
        : value;
  }

  /** What the view says of a value; empty: nothing. */
  private static Optional<Object> value(FieldDescriptor field, Object value) {
    return switch (value) {
      case EnumValueDescriptor word -> EnumWords.word(word).map(text -> (Object) text);
      case Long number when field.getJavaType() == JavaType.INT && field.hasPresence() ->
          number == number.intValue() ? Optional.of(number.intValue()) : Optional.empty();
      case Long number when field.getJavaType() == JavaType.INT ->
          Optional.of(Math.toIntExact(number));
      case String text when text.isEmpty() && field.hasPresence() -> Optional.empty();
      // A guest's id is what they prove who they are with.
      case String text when text.startsWith(GUEST) -> Optional.of("guest");
      default -> Optional.of(value);
    };
  }
}
