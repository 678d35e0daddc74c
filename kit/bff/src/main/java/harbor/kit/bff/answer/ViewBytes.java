package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Views as bytes. A view is encoded once, without its meta: that is what its entity tag is made of;
 * the meta is put behind it. Thread-safe.
 */
final class ViewBytes {
  /** Bytes that a meta may need. */
  private static final int META_ROOM = 512;

  private final ViewJson json;
  private final Map<Descriptor, UsualSize> jsonSizes = new ConcurrentHashMap<>();

  ViewBytes(ViewJson json) {
    this.json = json;
  }

  /** The view; protobuf is the same for the same view, in whichever order its maps were filled. */
  EncodedView of(Message view, ViewFormat format) {
    return switch (format) {
      case PROTOBUF -> deterministic(view);
      case JSON -> json(view);
    };
  }

  /**
   * Puts one more field behind an encoded view.
   *
   * @param field of {@code view}, not set there
   */
  void append(EncodedView to, Message view, ViewFormat format, String field, Message value) {
    FieldDescriptor described =
        Objects.requireNonNull(
            view.getDescriptorForType().findFieldByName(field), "a field of the view: " + field);
    switch (format) {
      case PROTOBUF -> appendMessage(to, described.getNumber(), value);
      case JSON -> appendMember(to, described.getJsonName(), value);
    }
  }

  private static EncodedView deterministic(Message view) {
    byte[] bytes = new byte[view.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      view.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
    return EncodedView.of(bytes);
  }

  private EncodedView json(Message view) {
    UsualSize usual =
        jsonSizes.computeIfAbsent(view.getDescriptorForType(), type -> new UsualSize());
    EncodedView bytes = new EncodedView(usual.bytes() + META_ROOM);
    json.encode(view, bytes);
    usual.seen(bytes.size());
    return bytes;
  }

  /** A message may be read from pieces that stand behind one another. */
  private static void appendMessage(EncodedView to, int number, Message value) {
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(to);
      out.writeMessage(number, value);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
  }

  private void appendMember(EncodedView to, String name, Message value) {
    boolean first = to.size() == 2;
    to.dropLast();
    to.writeBytes(((first ? "\"" : ",\"") + name + "\":").getBytes(UTF_8));
    json.encode(value, to);
    to.write('}');
  }

  /**
   * About as large as the largest of late: room for most, and forgotten when they become smaller.
   */
  private static final class UsualSize {
    private static final int SLOWNESS = 64;

    private volatile int bytes;

    int bytes() {
      return bytes;
    }

    /** Of two at once one may be lost; the next will be seen. */
    void seen(int size) {
      int usual = bytes;
      bytes = Math.max(size, usual - (usual - size) / SLOWNESS);
    }
  }
}
