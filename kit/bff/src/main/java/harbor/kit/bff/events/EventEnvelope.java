package harbor.kit.bff.events;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import harbor.kit.runtime.StartFailed;

/** The message that events of several kinds are in, each in the field of its name. Immutable. */
final class EventEnvelope {
  private static final String ID = "event_id";

  private final Message type;

  /** With this default instance. */
  EventEnvelope(Message type) {
    this.type = type;
  }

  Message type() {
    return type;
  }

  /** An event in it. */
  Message around(EventViews<?> events, Message view) {
    return type.newBuilderForType().setField(field(events.event()), view).build();
  }

  /** The number of the field that the id goes into. */
  int idField() {
    return field(ID).getNumber();
  }

  private FieldDescriptor field(String name) {
    FieldDescriptor field = type.getDescriptorForType().findFieldByName(name);
    if (field == null) {
      throw new StartFailed(
          "%s: no field %s".formatted(type.getDescriptorForType().getFullName(), name));
    }
    return field;
  }

  /** Finds out at the start whether it fits. */
  void check(EventViews<?> events) {
    var _ = around(events, events.type());
    if (events.isAlsoProtobuf()) {
      var _ = idField();
    }
  }
}
