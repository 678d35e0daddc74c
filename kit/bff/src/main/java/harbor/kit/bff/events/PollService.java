package harbor.kit.bff.events;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.events.EventForm.Kind;
import harbor.kit.bff.events.LongPoll.News;
import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.openapi.ApiService;
import harbor.kit.bff.overload.Prioritized;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.Page;
import harbor.observability.LongAnswer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Serves a stream's events to clients that cannot have the stream: each request waits until
 * something is new, or for 25 seconds. {@code since} of the answer before says what the client has;
 * without one it gets the state of all that it names. Thread-safe.
 */
public final class PollService implements HttpService, Prioritized {
  private static final String SINCE = "since";

  private final Admission admission;
  private final Answers answers;
  private final PollViews views;

  /** Those that wait, and where they do. */
  private final Map<LongPoll, EventLoop> waiting = new ConcurrentHashMap<>();

  private PollService(Admission admission, Answers answers, PollViews views) {
    this.admission = admission;
    this.answers = answers;
    this.views = views;
  }

  /**
   * Serves polls.
   *
   * @param topics those of the stream
   * @param type default instance of the view, with {@code events}, {@code since} and {@code reset}
   * @param callers who polls, where that matters
   */
  public static PollService of(
      LiveTopics topics,
      Message type,
      Answers answers,
      EventsSettings settings,
      StreamCallers callers,
      MeterRegistry metrics) {
    Admission admission = new Admission(topics, callers, answers, settings.maxStreams());
    Gauge.builder("harbor.bff.event.streams", admission.open(), AtomicInteger::get)
        .tag("event", "poll")
        .register(metrics);
    return new PollService(admission, answers, new PollViews(type));
  }

  /**
   * What clients need to know of a poll at this path.
   *
   * @param view default instance of its answers
   */
  public static ApiService api(String path, LiveStream of, Message view) {
    return EventsService.api(
        path,
        "What has changed since the answer before; waits until something has, or for 25 seconds.",
        of,
        SINCE,
        new ApiService.Said(
            "What has changed; nothing when the time was over.",
            Map.of(MediaType.JSON.toString(), view.getDescriptorForType().getFullName())));
  }

  @Override
  public ExchangeType exchangeType(RoutingContext routing) {
    return ExchangeType.UNARY;
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

  /** Polls that wait. */
  int polls() {
    return admission.open().get();
  }

  private void stop() {
    waiting.forEach((poll, loop) -> loop.execute(poll::answer));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    Optional<HttpResponse> otherMethod = admission.otherMethod(ctx);
    if (otherMethod.isPresent()) {
      return otherMethod.get();
    }
    RequestHeaders headers = request.headers();
    Optional<ViewFormat> format = answers.format(headers);
    if (format.isEmpty()) {
      return answers.error(ctx, answers.notAcceptable());
    }
    QueryParams query = QueryParams.fromQueryString(ctx.query());
    return admission.admit(
        ctx,
        query,
        Kind.SERVER_SENT,
        EventId.parse(query.get(SINCE)),
        (question, whenEnded, left) ->
            HttpResponse.of(
                news(ctx, question, whenEnded, left)
                    .thenApply(
                        news ->
                            answer(
                                headers,
                                format.get(),
                                query.contains(SINCE) && question.lastId().isEmpty()
                                    ? news.reset()
                                    : news))));
  }

  private CompletableFuture<News> news(
      ServiceRequestContext ctx,
      Question question,
      Function<Runnable, Runnable> whenEnded,
      Runnable left) {
    LongAnswer.POLL.begins(ctx);
    EventLoop loop = ctx.eventLoop().withoutContext();
    LongPoll poll = new LongPoll(loop, question);
    waiting.put(poll, loop);
    Runnable unwatch = whenEnded.apply(() -> loop.execute(poll::answer));
    var _ = ctx.whenRequestCancelling().thenRun(() -> loop.execute(poll::cancel));
    return poll.begin()
        .whenComplete(
            (_, _) -> {
              waiting.remove(poll);
              unwatch.run();
              left.run();
            });
  }

  private HttpResponse answer(RequestHeaders request, ViewFormat format, News news) {
    return answers.changed(
        request,
        format,
        new Page.Ready<>(views.view(news), List.of(), List.of()),
        ResponseHeaders.builder(HttpStatus.OK),
        Optional.empty(),
        PollService::noFacts);
  }

  private static MetaView.Facts noFacts() {
    return new MetaView.Facts("", Instant.EPOCH, 0, List.of());
  }
}
