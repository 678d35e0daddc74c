package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Views as bytes. A view is encoded once, without its meta: that is what its entity tag is made of;
 * the meta is put behind it. Thread-safe.
 */
final class ViewBytes {
  private final ViewJson json;

  ViewBytes(ViewJson json) {
    this.json = json;
  }

  /** The view; protobuf is the same for the same view, in whichever order its maps were filled. */
  byte[] of(Message view, ViewFormat format) {
    return switch (format) {
      case PROTOBUF -> deterministic(view);
      case JSON -> json.encode(view);
    };
  }

  /**
   * An encoded view with one more field.
   *
   * @param field of {@code view}, not set there
   */
  byte[] with(byte[] encoded, Message view, ViewFormat format, String field, Message value) {
    FieldDescriptor described =
        Objects.requireNonNull(
            view.getDescriptorForType().findFieldByName(field), "a field of the view: " + field);
    return switch (format) {
      case PROTOBUF -> merged(encoded, described.getNumber(), value);
      case JSON -> member(encoded, described.getJsonName(), json.encode(value));
    };
  }

  private static byte[] deterministic(Message view) {
    byte[] bytes = new byte[view.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      view.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
    return bytes;
  }

  /** A message may be read from pieces that stand behind one another. */
  private static byte[] merged(byte[] encoded, int number, Message value) {
    int size = CodedOutputStream.computeMessageSize(number, value);
    byte[] whole = Arrays.copyOf(encoded, encoded.length + size);
    try {
      CodedOutputStream.newInstance(whole, encoded.length, size).writeMessage(number, value);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
    return whole;
  }

  private static byte[] member(byte[] object, String name, byte[] value) {
    boolean first = object.length == 2;
    byte[] key = ((first ? "\"" : ",\"") + name + "\":").getBytes(UTF_8);
    int end = object.length - 1;
    byte[] whole = Arrays.copyOf(object, end + key.length + value.length + 1);
    System.arraycopy(key, 0, whole, end, key.length);
    System.arraycopy(value, 0, whole, end + key.length, value.length);
    whole[whole.length - 1] = '}';
    return whole;
  }
}
