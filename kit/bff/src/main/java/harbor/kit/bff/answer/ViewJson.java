package harbor.kit.bff.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/**
 * Views as JSON, in protobuf's mapping: lowerCamelCase names, every field that cannot be absent
 * always there. Thread-safe.
 */
public final class ViewJson {
  private final JsonFactory generators = new JsonFactory();
  private final MessageMarshaller marshaller;

  private ViewJson(MessageMarshaller marshaller) {
    this.marshaller = marshaller;
  }

  /** For these views, each by its default instance, and the messages below them. */
  public static ViewJson of(List<? extends Message> views) {
    return of(views, Set.of());
  }

  /**
   * The same where lists of the error view are absent when they are empty: only some codes have
   * something to list.
   *
   * @param error the default instance of the BFF's error view
   */
  public static ViewJson of(List<? extends Message> views, Message error) {
    return of(
        Stream.concat(views.stream(), Stream.of(error)).toList(),
        error.getDescriptorForType().getFields().stream()
            .filter(FieldDescriptor::isRepeated)
            .collect(Collectors.toSet()));
  }

  private static ViewJson of(List<? extends Message> views, Set<FieldDescriptor> absent) {
    Set<Descriptor> types = new HashSet<>();
    views.forEach(view -> collect(view.getDescriptorForType(), types));
    MessageMarshaller.Builder builder =
        MessageMarshaller.builder()
            .omittingInsignificantWhitespace(true)
            .includingDefaultValueFields(
                types.stream()
                    .flatMap(type -> type.getFields().stream())
                    .filter(field -> !field.hasPresence() && !absent.contains(field))
                    .toList());
    views.forEach(builder::register);
    return new ViewJson(builder.build());
  }

  private static void collect(Descriptor type, Set<Descriptor> into) {
    if (into.add(type)) {
      for (FieldDescriptor field : type.getFields()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          collect(field.getMessageType(), into);
        }
      }
    }
  }

  /** Writes the view as UTF-8. */
  public void encode(Message view, ByteArrayOutputStream to) {
    try (JsonGenerator generator = generators.createGenerator(to)) {
      marshaller.writeValue(view, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
  }
}
