package harbor.kit.service.call;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields that a change names: one that it names and has no value of is cleared, one that it
 * does not name stays, and zero is a value.
 *
 * @param fields their names, at least one
 */
public record UpdateMask(Set<String> fields) {
  /** Copies the set. */
  public UpdateMask {
    fields = Set.copyOf(fields);
  }

  /**
   * What a request names.
   *
   * @param allowed what can be changed so
   */
  public static UpdateMask of(FieldMask mask, Set<String> allowed) {
    Set<String> fields = new LinkedHashSet<>(mask.getPathsList());
    if (fields.isEmpty() || !allowed.containsAll(fields)) {
      throw Failure.invalidArgument(
          "INVALID_UPDATE_MASK",
          "update_mask: empty, or names what cannot be changed (expected: some of %s)."
              .formatted(String.join(", ", new TreeSet<>(allowed))));
    }
    return new UpdateMask(fields);
  }

  /** What becomes of a message with these values. */
  @SuppressWarnings("unchecked") // the builder is that of the message
  public <M extends Message> M applied(M now, M values) {
    Message.Builder next = now.toBuilder();
    for (String name : fields) {
      FieldDescriptor field = now.getDescriptorForType().findFieldByName(name);
      if (field.hasPresence() && !values.hasField(field)) {
        next.clearField(field);
      } else {
        next.setField(field, values.getField(field));
      }
    }
    return (M) next.build();
  }
}
