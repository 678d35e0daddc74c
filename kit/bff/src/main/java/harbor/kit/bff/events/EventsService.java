package harbor.kit.bff.events;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.MediaTypeSet;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.openapi.ApiService;
import harbor.kit.bff.overload.Prioritized;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.overload.SlowClients;
import harbor.observability.LongAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves event streams over HTTP: checks what is asked, counts the streams, and ends them when the
 * server stops. Thread-safe.
 */
public final class EventsService implements HttpService, Prioritized {
  private static final String LAST_EVENT_ID = "lastEventId";
  private static final String NOT_ON_THE_WAY = "no-store, no-transform";

  /** Who was cut off comes back after one to three seconds, so that all do not come at once. */
  private static final int MIN_RETRY_MILLIS = 1_000;

  private static final int MAX_RETRY_MILLIS = 3_000;

  private final LiveTopics topics;
  private final Admission admission;
  private final List<EventForm.Kind> kinds;
  private final MediaTypeSet mediaTypes;
  private final Map<String, ResponseHeaders> heads = new ConcurrentHashMap<>();
  private final Counter dropped;
  private final LongSupplier nanos;
  private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>();
  private volatile boolean isStopping;

  private EventsService(
      LiveTopics topics,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      MeterRegistry metrics,
      LongSupplier nanos) {
    this.topics = topics;
    this.admission = new Admission(topics, callers, answers, settings.maxStreams());
    this.kinds =
        topics.isAlsoProtobuf()
            ? List.of(EventForm.Kind.SERVER_SENT, EventForm.Kind.PROTOBUF)
            : List.of(EventForm.Kind.SERVER_SENT);
    this.mediaTypes = MediaTypeSet.of(kinds.stream().map(EventForm.Kind::mediaType).toList());
    this.nanos = nanos;
    this.dropped =
        Counter.builder("harbor.bff.slow.clients").tag("slow", "events").register(metrics);
    Gauge.builder("harbor.bff.event.streams", admission.open(), AtomicInteger::get)
        .tag("event", topics.events())
        .register(metrics);
  }

  /**
   * Serves a stream.
   *
   * @param callers who opens streams, where they are for somebody
   */
  public static EventsService of(
      LiveTopics topics,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      MeterRegistry metrics) {
    return of(topics, answers, settings, callers, metrics, System::nanoTime);
  }

  static EventsService of(
      LiveTopics topics,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      MeterRegistry metrics,
      LongSupplier nanos) {
    return new EventsService(topics, answers, settings, callers, metrics, nanos);
  }

  /** What clients need to know of a stream at this path. */
  public static ApiService api(String path, LiveStream declared) {
    Map<String, String> types = new TreeMap<>();
    types.put(MediaType.EVENT_STREAM.toString(), "");
    if (declared.kinds().stream().allMatch(LiveEvents::isAlsoProtobuf)) {
      types.put(MediaType.X_PROTOBUF.toString(), "");
    }
    return api(
        path,
        "Live states of the keys that are named, each after it has changed; resumed by"
            + " Last-Event-ID.",
        declared,
        LAST_EVENT_ID,
        new ApiService.Said("The states, and a heartbeat while nothing changes.", types));
  }

  static ApiService api(
      String path, String summary, LiveStream declared, String since, ApiService.Said answer) {
    List<Parameter> parameters = new ArrayList<>();
    for (LiveEvents<?> kind : declared.kinds()) {
      parameters.add(
          new Parameter(
              kind.parameter(),
              Parameter.In.QUERY,
              false,
              new Form.Many(new Form.Id(), 0, LiveReader.MAX_KEYS)));
    }
    parameters.add(
        new Parameter(since, Parameter.In.QUERY, false, new Form.Text(EventId.MAX_CHARACTERS)));
    return new ApiService(
        "GET", path, summary, parameters, new TreeMap<>(Map.of(200, answer)), false);
  }

  @Override
  public ExchangeType exchangeType(RoutingContext routing) {
    return ExchangeType.RESPONSE_STREAMING;
  }

  /** A page without them still is a page. */
  @Override
  public Priority priority() {
    return Priority.DEFERRABLE;
  }

  @Override
  public void serviceAdded(ServiceConfig config) {
    config.server().addListener(ServerListener.builder().whenStopping(_ -> stop()).build());
  }

  /** Open streams. */
  int streams() {
    return admission.open().get();
  }

  /** Keys that somebody reads. */
  int keys() {
    return topics.size();
  }

  private void stop() {
    isStopping = true;
    topics.close();
    loops.forEach((loop, streams) -> loop.execute(streams::end));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    Optional<HttpResponse> otherMethod = admission.otherMethod(ctx);
    if (otherMethod.isPresent()) {
      return otherMethod.get();
    }
    RequestHeaders headers = request.headers();
    EventForm.Kind kind = kind(headers);
    if (kind == null) {
      return admission.refuse(
          ctx,
          EdgeEvent.NOT_ACCEPTABLE,
          mediaTypes.stream().map(MediaType::toString).collect(Collectors.joining(", ")));
    }
    // Not the context's own, which it would keep as long as the stream is open.
    QueryParams query = QueryParams.fromQueryString(ctx.query());
    return admission.admit(
        ctx,
        query,
        kind,
        lastId(headers, query),
        (question, whenEnded, left) -> {
          SlowClients.allow(ctx, LoopStreams.PATIENCE);
          LongAnswer.STREAM.begins(ctx);
          return new EventStream(
              loops.computeIfAbsent(ctx.eventLoop().withoutContext(), this::loopStreams),
              question,
              head(kind, topics.schemaVersion(question)),
              ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS),
              whenEnded,
              left);
        });
  }

  private LoopStreams loopStreams(EventLoop loop) {
    return new LoopStreams(loop, nanos, dropped::increment, () -> isStopping);
  }

  private EventForm.@Nullable Kind kind(RequestHeaders headers) {
    List<MediaType> accepted = headers.accept();
    MediaType best = accepted.isEmpty() ? kinds.getFirst().mediaType() : mediaTypes.match(accepted);
    for (EventForm.Kind kind : kinds) {
      if (kind.mediaType().equals(best)) {
        return kind;
      }
    }
    return null;
  }

  /** The header is newer: a browser sends it when it comes back, with the address of before. */
  private static Optional<EventId> lastId(RequestHeaders headers, QueryParams query) {
    String header = headers.get(HttpHeaderNames.LAST_EVENT_ID);
    return EventId.parse(header == null ? query.get(LAST_EVENT_ID) : header);
  }

  /** One object for all streams of a form: there are many. */
  private ResponseHeaders head(EventForm.Kind kind, String schemaVersion) {
    return heads.computeIfAbsent(
        kind + schemaVersion,
        _ ->
            ResponseHeaders.builder(HttpStatus.OK)
                .contentType(kind.mediaType())
                .set(HttpHeaderNames.CACHE_CONTROL, NOT_ON_THE_WAY)
                .set("x-accel-buffering", "no")
                .set("x-schema-version", schemaVersion)
                .build());
  }
}
