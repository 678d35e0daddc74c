package harbor.kit.bff.events;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.SchemaVersion;
import harbor.kit.bff.events.LiveEvents.Audience;
import harbor.kit.bff.events.Reading.Keys;
import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.session.Identified;
import harbor.kit.runtime.Identifiers;
import harbor.kit.runtime.Sha256;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import io.opentelemetry.api.trace.Tracer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events whose sources are listened to: what streams and polls of it share.
 * Thread-safe.
 */
public final class LiveTopics {
  private final List<Topic> topics;
  private final @Nullable EventEnvelope envelope;

  /** One kind of events. */
  private record Topic(LiveEvents<?> declared, EventViews<?> views, LiveKeys live) {
    List<String> named(QueryParams query) {
      return query.getAll(declared.parameter()).stream().distinct().sorted().toList();
    }
  }

  private LiveTopics(List<Topic> topics, @Nullable EventEnvelope envelope) {
    this.topics = topics;
    this.envelope = envelope;
  }

  /**
   * Listens to the sources.
   *
   * @param loops the event loops of the BFF's server
   */
  public static LiveTopics open(LiveStream declared, EventLoopGroup loops, Telemetry telemetry) {
    Tracer tracer = telemetry.openTelemetry().getTracer("harbor.events");
    EventEnvelope envelope =
        declared.envelope() == null ? null : new EventEnvelope(declared.envelope());
    List<Topic> topics = new ArrayList<>();
    for (LiveEvents<?> kind : declared.kinds()) {
      EventViews<?> views = new EventViews<>(kind);
      if (envelope != null) {
        envelope.check(views);
      }
      topics.add(
          new Topic(
              kind,
              views,
              new LiveKeys(
                  kind.sources(), loops.next(), RandomGenerator.of("SplittableRandom"), tracer)));
    }
    return new LiveTopics(List.copyOf(topics), envelope);
  }

  /** The kinds' events, for who counts streams. */
  String events() {
    return topics.stream().map(topic -> topic.views().event()).collect(Collectors.joining("+"));
  }

  /** Whether all kinds may be had as protobuf. */
  boolean isAlsoProtobuf() {
    return topics.stream().allMatch(topic -> topic.views().isAlsoProtobuf());
  }

  /** Whose streams these may be. */
  Audience audience(QueryParams query) {
    return topics.stream()
        .filter(topic -> query.contains(topic.declared().parameter()))
        .map(topic -> topic.declared().audience())
        .reduce(Audience.ANYBODY, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /**
   * What a client asks for.
   *
   * @param who asks, where that matters
   * @param lastId what the client has already
   * @throws BadRequest that names what is wrong
   */
  Question question(
      ServiceRequestContext ctx,
      QueryParams query,
      Identified who,
      EventForm.Kind kind,
      Optional<EventId> lastId) {
    List<List<String>> named = topics.stream().map(topic -> topic.named(query)).toList();
    check(named);
    // The views of one kind alone need nothing around them, as long as it is the first one.
    boolean isPlain = named.stream().skip(1).allMatch(List::isEmpty);
    List<Keys> keys = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < topics.size(); i++) {
      if (!named.get(i).isEmpty()) {
        Topic topic = topics.get(i);
        Object reader = topic.declared().reader().apply(ctx);
        List<String> ids =
            named.get(i).stream().map(id -> topic.declared().key(who.caller(), id)).toList();
        keys.add(
            new Keys(
                topic.live(),
                new EventForm(kind, topic.views(), reader, isPlain ? null : envelope),
                ids));
        text.append(SchemaVersion.of(topic.views().type().getDescriptorForType()))
            .append('\n')
            .append(reader)
            .append('\n')
            .append(String.join("\n", ids))
            .append('\0');
      }
    }
    long hash = ByteBuffer.wrap(Sha256.of(text.toString())).getLong();
    return new Question(
        hash, keys, lastId.filter(id -> id.question() == hash).map(EventId::tokens));
  }

  private void check(List<List<String>> named) {
    List<String> all = named.stream().flatMap(List::stream).toList();
    if (all.isEmpty()
        || all.size() > LiveReader.MAX_KEYS
        || !all.stream().allMatch(Identifiers::isExternal)) {
      throw new BadRequest(
          topics.stream()
              .map(topic -> topic.declared().parameter())
              .collect(Collectors.joining(" or ")),
          "1 to %d ids, each as a parameter of its own, of %s"
              .formatted(LiveReader.MAX_KEYS, Identifiers.EXTERNAL_FORM));
    }
  }

  /** The schema version of what a question's events are. */
  String schemaVersion(Question question) {
    EventForm form = question.keys().getFirst().form();
    return SchemaVersion.of(
        (form.kind() == EventForm.Kind.PROTOBUF && form.envelope() != null
                ? form.envelope().type()
                : form.events().type())
            .getDescriptorForType());
  }

  /** Keys that somebody reads. */
  int size() {
    return topics.stream().mapToInt(topic -> topic.live().size()).sum();
  }

  /** Begins no further read. */
  void close() {
    topics.forEach(topic -> topic.live().close());
  }
}
