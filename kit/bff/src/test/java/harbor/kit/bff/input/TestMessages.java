package harbor.kit.bff.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import com.google.protobuf.TimestampProto;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Messages as bodies of writes are: one with a field of each kind, and three small ones. */
public final class TestMessages {
  private static final FileDescriptor FILE = file();

  /** A field of each kind. */
  public static final Descriptor ALL = type("All");

  /** {@code id}, {@code note}, {@code update_mask} and {@code expected_version}. */
  public static final Descriptor CHANGE = type("Change");

  /** {@code id}, {@code note} and an {@code expected_version} that may be absent. */
  public static final Descriptor OPTIONAL = type("Optional");

  /** {@code note} and nothing else. */
  public static final Descriptor NOTE = type("Note");

  /** A map. */
  public static final Descriptor MAPPED = type("Mapped");

  private TestMessages() {}

  /** An empty one. */
  public static DynamicMessage empty(Descriptor type) {
    return DynamicMessage.getDefaultInstance(type);
  }

  /** In one line of protobuf's text format. */
  public static String text(MessageOrBuilder message) {
    return TextFormat.printer().emittingSingleLine(true).printToString(message).strip();
  }

  /** Of protobuf's text format. */
  public static DynamicMessage message(Descriptor type, String text) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    try {
      TextFormat.merge(text, builder);
    } catch (ParseException e) {
      throw new AssertionError(text, e);
    }
    return builder.build();
  }

  private static Descriptor type(String name) {
    return FILE.findMessageTypeByName(name);
  }

  private static FileDescriptor file() {
    FileDescriptorProto.Builder proto = FileDescriptorProto.newBuilder();
    try (InputStream in = TestMessages.class.getResourceAsStream("messages.txtpb")) {
      TextFormat.merge(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8), proto);
      return FileDescriptor.buildFrom(
          proto.build(),
          new FileDescriptor[] {FieldMaskProto.getDescriptor(), TimestampProto.getDescriptor()});
    } catch (IOException | DescriptorValidationException e) {
      throw new IllegalStateException("messages.txtpb", e);
    }
  }
}
