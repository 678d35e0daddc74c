package harbor.kit.bff.answer;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/**
 * Views as JSON, in protobuf's mapping: lowerCamelCase names, every field that cannot be absent
 * always there. Thread-safe.
 */
public final class ViewJson {
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

  /** The view as UTF-8. */
  public byte[] encode(Message view) {
    try {
      return marshaller.writeValueAsBytes(view);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
  }
}
