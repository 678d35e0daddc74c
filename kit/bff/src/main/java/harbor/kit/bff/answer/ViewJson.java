package harbor.kit.bff.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
    MessageMarshaller.Builder builder =
        MessageMarshaller.builder()
            .omittingInsignificantWhitespace(true)
            .includingDefaultValueFields(true);
    views.forEach(builder::register);
    return new ViewJson(builder.build());
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
