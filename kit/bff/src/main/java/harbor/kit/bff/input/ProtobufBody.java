package harbor.kit.bff.input;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import harbor.kit.bff.answer.BadRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads protobuf bodies strictly: what the message does not know is refused by its number. */
final class ProtobufBody {
  static final int MAX_DEPTH = 16;

  private ProtobufBody() {}

  static void read(byte[] body, Message.Builder to) {
    CodedInputStream in = CodedInputStream.newInstance(body);
    in.setRecursionLimit(MAX_DEPTH);
    try {
      to.mergeFrom(in, ExtensionRegistryLite.getEmptyRegistry());
      in.checkLastTagWas(0);
    } catch (IOException _) {
      throw new BadRequest(
          "body", "protobuf of %s".formatted(to.getDescriptorForType().getFullName()));
    }
    refuseUnknown(to);
  }

  private static void refuseUnknown(MessageOrBuilder message) {
    message.getUnknownFields().asMap().keySet().stream()
        .findFirst()
        .ifPresent(
            number -> {
              throw new BadRequest("field " + number, "a field that this request has");
            });
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      Object value = field.getValue();
      for (Object each : value instanceof List<?> list ? list : List.of(value)) {
        if (each instanceof MessageOrBuilder below) {
          refuseUnknown(below);
        }
      }
    }
  }
}
