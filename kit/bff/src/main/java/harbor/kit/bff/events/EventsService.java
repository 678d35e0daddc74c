package harbor.kit.bff.events;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.MediaTypeSet;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.SchemaVersion;
import harbor.kit.bff.events.EventStream.Question;
import harbor.kit.bff.overload.Prioritized;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.overload.SlowClients;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Identified;
import harbor.kit.runtime.Identifiers;
import harbor.kit.runtime.Sha256;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private final LiveEvents<?> declared;
  private final StreamCallers callers;
  private final EventViews<?> views;
  private final Answers answers;
  private final int maxStreams;
  private final List<EventForm.Kind> kinds;
  private final MediaTypeSet mediaTypes;
  private final String schemaVersion;
  private final Map<EventForm.Kind, ResponseHeaders> heads = new EnumMap<>(EventForm.Kind.class);
  private final Counter dropped;
  private final LiveKeys live;
  private final LongSupplier nanos;
  private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Runnable left = open::decrementAndGet;
  private volatile boolean isStopping;

  private EventsService(
      LiveEvents<?> declared,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      LiveKeys live,
      MeterRegistry metrics,
      LongSupplier nanos) {
    this.declared = declared;
    this.callers = callers;
    this.views = new EventViews<>(declared);
    this.answers = answers;
    this.maxStreams = settings.maxStreams();
    this.kinds =
        declared.isAlsoProtobuf()
            ? List.of(EventForm.Kind.SERVER_SENT, EventForm.Kind.PROTOBUF)
            : List.of(EventForm.Kind.SERVER_SENT);
    this.mediaTypes = MediaTypeSet.of(kinds.stream().map(EventForm.Kind::mediaType).toList());
    this.schemaVersion = SchemaVersion.of(declared.type().getDescriptorForType());
    kinds.forEach(kind -> heads.put(kind, head(kind, schemaVersion)));
    this.live = live;
    this.nanos = nanos;
    this.dropped =
        Counter.builder("harbor.bff.slow.clients").tag("slow", "events").register(metrics);
    Gauge.builder("harbor.bff.event.streams", open, AtomicInteger::get)
        .tag("event", declared.event())
        .register(metrics);
  }

  /**
   * Listens to the sources, and serves.
   *
   * @param callers who opens streams, where they are for users
   * @param loops the event loops of the BFF's server
   */
  public static EventsService open(
      LiveEvents<?> declared,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      EventLoopGroup loops,
      MeterRegistry metrics) {
    return open(declared, answers, settings, callers, loops, metrics, System::nanoTime);
  }

  static EventsService open(
      LiveEvents<?> declared,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      EventLoopGroup loops,
      MeterRegistry metrics,
      LongSupplier nanos) {
    LiveKeys live =
        new LiveKeys(declared.sources(), loops.next(), RandomGenerator.of("SplittableRandom"));
    return new EventsService(declared, answers, settings, callers, live, metrics, nanos);
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
    return open.get();
  }

  /** Keys that somebody reads. */
  int keys() {
    return live.size();
  }

  private void stop() {
    isStopping = true;
    live.close();
    loops.forEach((loop, streams) -> loop.execute(streams::end));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    RequestHeaders headers = request.headers();
    if (headers.method() != HttpMethod.GET) {
      ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, HttpMethod.GET.name());
      return refuse(ctx, EdgeEvent.METHOD_NOT_ALLOWED, HttpMethod.GET.name());
    }
    EventForm.Kind kind = kind(headers);
    if (kind == null) {
      return refuse(
          ctx,
          EdgeEvent.NOT_ACCEPTABLE,
          mediaTypes.stream().map(MediaType::toString).collect(Collectors.joining(", ")));
    }
    if (!declared.isForUsers()) {
      return stream(ctx, headers, kind, Identified.NOBODY);
    }
    return HttpResponse.of(
        callers
            .callers()
            .unattended(ctx)
            .handleAsync(
                (who, failure) ->
                    failure == null
                        ? streamOf(ctx, headers, kind, who)
                        : unidentified(ctx, failure),
                ctx.eventLoop()));
  }

  private HttpResponse streamOf(
      ServiceRequestContext ctx, RequestHeaders headers, EventForm.Kind kind, Identified who) {
    if (!who.caller().isUser()) {
      return refuse(ctx, EdgeEvent.NOT_SIGNED_IN, "");
    }
    Identified.note(ctx, who);
    return stream(ctx, headers, kind, who);
  }

  private HttpResponse unidentified(ServiceRequestContext ctx, Throwable failure) {
    return switch (Exceptions.peel(failure)) {
      case CallerRefusal refusal -> refusal.answer(ctx, answers);
      case BadRequest e -> refuse(ctx, e.event(), String.valueOf(e.getMessage()));
      case Throwable bug -> HttpResponse.ofFailure(bug);
    };
  }

  private HttpResponse stream(
      ServiceRequestContext ctx, RequestHeaders headers, EventForm.Kind kind, Identified who) {
    // Not the context's own, which it would keep as long as the stream is open.
    QueryParams query = QueryParams.fromQueryString(ctx.query());
    List<String> ids;
    Object reader;
    try {
      ids = ids(query);
      reader = declared.reader().apply(ctx);
    } catch (BadRequest e) {
      return refuse(ctx, EdgeEvent.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    if (open.incrementAndGet() > maxStreams) {
      open.decrementAndGet();
      ctx.setAdditionalResponseHeader(
          HttpHeaderNames.RETRY_AFTER, 1 + ThreadLocalRandom.current().nextInt(5));
      return refuse(ctx, EdgeEvent.OVERLOADED, "");
    }
    ctx.clearRequestTimeout();
    SlowClients.allow(ctx, LoopStreams.PATIENCE);
    return new EventStream(
        live,
        loops.computeIfAbsent(ctx.eventLoop().withoutContext(), this::loopStreams),
        new EventForm(kind, views, reader),
        question(ids, reader, lastId(headers, query)),
        Objects.requireNonNull(heads.get(kind)),
        ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS),
        declared.isForUsers() ? end -> callers.whenEnded().apply(who, end) : _ -> () -> {},
        left);
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

  private List<String> ids(QueryParams query) {
    List<String> ids = query.getAll(declared.parameter()).stream().distinct().sorted().toList();
    if (ids.isEmpty()
        || ids.size() > LiveReader.MAX_KEYS
        || !ids.stream().allMatch(Identifiers::isWellFormed)) {
      throw new BadRequest(
          declared.parameter(),
          "1 to %d ids, each as a parameter of its own, of %s"
              .formatted(LiveReader.MAX_KEYS, Identifiers.FORM));
    }
    return ids;
  }

  /** The header is newer: a browser sends it when it comes back, with the address of before. */
  private static Optional<EventId> lastId(RequestHeaders headers, QueryParams query) {
    String header = headers.get(HttpHeaderNames.LAST_EVENT_ID);
    return EventId.parse(header == null ? query.get(LAST_EVENT_ID) : header);
  }

  private Question question(List<String> ids, Object reader, Optional<EventId> lastId) {
    String text =
        Stream.concat(Stream.of(schemaVersion, reader.toString()), ids.stream())
            .collect(Collectors.joining("\n"));
    long hash = ByteBuffer.wrap(Sha256.of(text)).getLong();
    return new Question(hash, ids, lastId.filter(id -> id.question() == hash).map(EventId::tokens));
  }

  private static ResponseHeaders head(EventForm.Kind kind, String schemaVersion) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(kind.mediaType())
        .set(HttpHeaderNames.CACHE_CONTROL, NOT_ON_THE_WAY)
        .set("x-accel-buffering", "no")
        .set("x-schema-version", schemaVersion)
        .build();
  }

  private HttpResponse refuse(ServiceRequestContext ctx, EdgeEvent event, String detail) {
    return answers.error(ctx, answers.errors().of(event, detail));
  }
}
