package harbor.kit.bff.events;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.runtime.StartFailed;
import java.util.List;

/** Makes the views of a stream's events. Thread-safe; one a stream, compared by identity. */
final class EventViews<C> {
  private final LiveEvents<C> declared;
  private final ViewJson json;
  private final int idField;

  EventViews(LiveEvents<C> declared) {
    this.declared = declared;
    this.json = ViewJson.of(List.of(declared.type()));
    this.idField = idField(declared);
  }

  private static int idField(LiveEvents<?> declared) {
    FieldDescriptor field =
        declared.type().getDescriptorForType().findFieldByName(declared.idField());
    if (field == null || field.getJavaType() != FieldDescriptor.JavaType.STRING) {
      throw new StartFailed(
          "%s: no field %s for the id (expected: a string)"
              .formatted(declared.type().getDescriptorForType().getFullName(), declared.idField()));
    }
    return field.getNumber();
  }

  Message type() {
    return declared.type();
  }

  boolean isAlsoProtobuf() {
    return declared.isAlsoProtobuf();
  }

  String event() {
    return declared.event();
  }

  int idField() {
    return idField;
  }

  ViewJson json() {
    return json;
  }

  @SuppressWarnings("unchecked") // the declaration's own reader read it
  Message view(String key, States states, Object reader) {
    return declared.view().of(declared.id(key), states, (C) reader);
  }
}
