package harbor.kit.bff.events;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import harbor.kit.bff.events.LongPoll.News;
import harbor.kit.runtime.StartFailed;

/** Makes the answers of polls: {@code events}, {@code since} and {@code reset}. Immutable. */
final class PollViews {
  private final Message type;
  private final EventEnvelope envelope;
  private final FieldDescriptor events;
  private final FieldDescriptor since;
  private final FieldDescriptor reset;

  /**
   * With these fields.
   *
   * @param type the view's default instance
   */
  PollViews(Message type) {
    this.type = type;
    this.events = field(type, "events");
    this.since = field(type, "since");
    this.reset = field(type, "reset");
    this.envelope = new EventEnvelope(type.newBuilderForType().newBuilderForField(events).build());
  }

  private static FieldDescriptor field(Message type, String name) {
    FieldDescriptor field = type.getDescriptorForType().findFieldByName(name);
    if (field == null) {
      throw new StartFailed(
          "%s: no field %s".formatted(type.getDescriptorForType().getFullName(), name));
    }
    return field;
  }

  /** What a client is told. */
  Message view(News news) {
    Message.Builder view = type.newBuilderForType();
    news.events()
        .forEach(
            event ->
                view.addRepeatedField(
                    events,
                    envelope.around(
                        event.form().events(),
                        event
                            .form()
                            .events()
                            .view(event.key(), event.states(), event.form().reader()))));
    return view.setField(since, news.id()).setField(reset, news.isReset()).build();
  }
}
