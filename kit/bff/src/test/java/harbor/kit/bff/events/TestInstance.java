package harbor.kit.bff.events;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import harbor.kit.bff.events.Reading.Keys;
import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.plan.VirtualTime;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One instance of a BFF that streams events, in virtual time. Its view: the key, and the states of
 * all sources with a blank between, {@code ?} for one that is not known.
 */
final class TestInstance {
  static final int RETRY_MILLIS = 1_500;

  /** Of this key no view can be made. */
  static final String WITHOUT_VIEW = "without-view";

  final LiveKeys live;
  final LoopStreams loop;
  private final LiveEvents<String> declared;
  private final EventViews<String> views;
  private int dropped;
  private boolean isStopping;

  TestInstance(VirtualTime time, ScriptedSource... sources) {
    this(time, OpenTelemetry.noop().getTracer("test"), sources);
  }

  /** The spans of what changes cause are made by this tracer. */
  TestInstance(VirtualTime time, Tracer tracer, ScriptedSource... sources) {
    this(time, tracer, Stream.of(sources).map(ScriptedSource::source).toList());
  }

  TestInstance(VirtualTime time, Tracer tracer, List<LiveSource<Integer>> live) {
    this.declared = declared(live, "");
    this.views = new EventViews<>(declared);
    this.live = new LiveKeys(declared.sources(), time, new SplittableRandom(1), tracer);
    this.loop =
        new LoopStreams(time, () -> time.now().toNanos(), () -> dropped++, () -> isStopping);
    time.advance(Duration.ZERO);
  }

  /** The view is followed by this, unless it is empty. */
  static LiveEvents<String> declared(List<LiveSource<Integer>> sources, String padding) {
    return new LiveEvents<>(
        "products",
        List.copyOf(sources),
        "product",
        FieldViolation.getDefaultInstance(),
        "reason",
        _ -> "en",
        (key, states, _) -> view(key, states, sources, padding),
        true);
  }

  private static FieldViolation view(
      String key, States states, List<LiveSource<Integer>> sources, String padding) {
    if (key.equals(WITHOUT_VIEW)) {
      throw new IllegalStateException("no view");
    }
    return FieldViolation.newBuilder()
        .setField(key)
        .setDescription(
            sources.stream()
                    .map(source -> states.of(source).map(String::valueOf).orElse("?"))
                    .collect(Collectors.joining(" "))
                + (padding.isEmpty() ? "" : " " + padding))
        .build();
  }

  /** A client that names these keys. */
  EventStream connect(TestClient client, Optional<String> lastId, String... keys) {
    return connect(client, EventForm.Kind.SERVER_SENT, lastId, keys);
  }

  EventStream connect(
      TestClient client, EventForm.Kind kind, Optional<String> lastId, String... keys) {
    Optional<EventId> id = lastId.flatMap(EventId::parse);
    long hash = Arrays.asList(keys).hashCode();
    EventStream stream =
        new EventStream(
            loop,
            new Question(
                hash,
                List.of(new Keys(live, new EventForm(kind, views, "en", null), List.of(keys))),
                id.filter(last -> last.question() == hash).map(EventId::tokens)),
            ResponseHeaders.of(HttpStatus.OK),
            RETRY_MILLIS,
            _ -> () -> {},
            () -> {});
    stream.subscribe(client, ImmediateEventExecutor.INSTANCE);
    return stream;
  }

  /** Ends all streams, also those that begin later. */
  void stops() {
    isStopping = true;
    loop.end();
  }

  /** Clients that were dropped because they took nothing. */
  int dropped() {
    return dropped;
  }
}
