package harbor.scripted;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a core service would have answered to a request, made from the answer to another one: a get
 * names the id that was asked for, and a batch has what was asked for alone. BFFs refuse any other.
 */
final class AsAsked {
  private AsAsked() {}

  static Message of(Message answer, Message request) {
    String method = request.getDescriptorForType().getName();
    boolean isBatch = method.startsWith("BatchGet");
    if (!isBatch && !method.startsWith("Get") && !method.equals("ListReviewsRequest")) {
      return answer;
    }
    Message.Builder fitting = answer.toBuilder();
    for (FieldDescriptor asked : request.getDescriptorForType().getFields()) {
      String name = asked.getName();
      if (asked.getJavaType() != FieldDescriptor.JavaType.STRING) {
        continue;
      }
      if (isBatch && asked.isRepeated()) {
        keep(fitting, name.substring(0, name.length() - 1), (List<?>) request.getField(asked));
      } else if (name.endsWith("_id") && !((String) request.getField(asked)).isEmpty()) {
        name(fitting, name, request.getField(asked));
      }
    }
    return fitting.build();
  }

  private static void keep(Message.Builder answer, String name, List<?> asked) {
    for (FieldDescriptor field : answer.getDescriptorForType().getFields()) {
      FieldDescriptor id = id(field, name);
      if (id != null && field.isRepeated()) {
        List<?> all = (List<?>) answer.getField(field);
        answer.setField(
            field,
            all.stream().filter(one -> asked.contains(((Message) one).getField(id))).toList());
      }
    }
  }

  private static void name(Message.Builder answer, String name, Object value) {
    for (FieldDescriptor field : answer.getDescriptorForType().getFields()) {
      FieldDescriptor id = id(field, name);
      if (id != null && field.isRepeated()) {
        List<?> all = (List<?>) answer.getField(field);
        answer.setField(field, all.stream().map(one -> with((Message) one, id, value)).toList());
      } else if (id != null && answer.hasField(field)) {
        answer.setField(field, with((Message) answer.getField(field), id, value));
      }
    }
  }

  private static Message with(Message message, FieldDescriptor id, Object value) {
    return message.toBuilder().setField(id, value).build();
  }

  /** Of what is found by its {@code product_id}: that field, or the {@code id} of a product. */
  private static @Nullable FieldDescriptor id(FieldDescriptor field, String name) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return null;
    }
    FieldDescriptor same = field.getMessageType().findFieldByName(name);
    String own = field.getMessageType().getName().toLowerCase(Locale.ROOT) + "_id";
    return same == null && own.equals(name) ? field.getMessageType().findFieldByName("id") : same;
  }
}
