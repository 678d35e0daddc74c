package harbor.kit.bff.events;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.edge.BffServer;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.edge.ServicesAlone;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.bff.watch.ChangeListener;
import harbor.kit.runtime.AuditLog;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A BFF with a stream of events at {@code /events}, over a service whose states are versions; at
 * {@code /never} it does not answer. Time for clients that are too slow is a test's to pass.
 */
final class EventsBff implements AutoCloseable {
  /** How long a request without an answer may take, and an answer to be taken. */
  static final Duration TIME = Duration.ofMillis(300);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("events-bff", spans);
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> versions = new ConcurrentHashMap<>();
  private final AtomicInteger position = new AtomicInteger();
  private final AtomicLong skippedNanos = new AtomicLong();
  private final EventLoopGroup loops;
  private final EventsService events;
  private final BffServer server;

  private EventsBff(int maxStreams, String padding, Optional<StreamCallers> users) {
    BffSettings settings =
        new BffSettings(
            "events-bff",
            "127.0.0.1",
            0,
            2,
            Duration.ofSeconds(20),
            new OverloadSettings(Duration.ofMillis(10), 2_048, 10_000, TIME, List.of()));
    loops = BffServer.eventLoops(settings);
    Answers answers =
        new Answers(
            List.of(ViewFormat.PROTOBUF, ViewFormat.JSON),
            ViewJson.of(List.of(ErrorInfo.getDefaultInstance())),
            ErrorTable.read("/harbor/kit/bff/test-errors.tsv"),
            new Errors(),
            List.of(),
            false,
            telemetry.metrics(),
            new AuditLog("test-bff"));
    LiveEvents<String> declared =
        TestInstance.declared(
            List.of(LiveSource.of("test.versions", this::listen, this::read)), padding);
    events =
        EventsService.of(
            LiveTopics.open(
                LiveStream.of(users.isPresent() ? declared.signedIn() : declared),
                loops,
                telemetry),
            answers,
            new EventsSettings(maxStreams),
            users.orElse(StreamCallers.NOBODY),
            telemetry.metrics(),
            () -> System.nanoTime() + skippedNanos.get());
    HttpService never =
        new HttpService() {
          @Override
          public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
            return HttpResponse.of(new CompletableFuture<>());
          }
        };
    server =
        ServicesAlone.start(
            settings, telemetry, loops, answers, Map.of("/events", events, "/never", never));
  }

  static EventsBff start() {
    return start(100);
  }

  static EventsBff start(int maxStreams) {
    return new EventsBff(maxStreams, "", Optional.empty());
  }

  /** Its streams are for users alone. */
  static EventsBff startForUsers(StreamCallers users) {
    return new EventsBff(100, "", Optional.of(users));
  }

  /** Its events are so much larger. */
  static EventsBff startWithLargeEvents() {
    return new EventsBff(100, "x".repeat(300_000), Optional.empty());
  }

  /** Changes a key; returns its version. */
  int change(String key) {
    int version = versions.merge(key, 1, Integer::sum);
    String token = "t" + position.incrementAndGet();
    for (ChangeListener listener : listeners) {
      listener.changed(List.of(key));
      listener.upTo(token);
    }
    return version;
  }

  /** For clients that take nothing, so much time passes at once. */
  void skip(Duration time) {
    skippedNanos.addAndGet(time.toNanos());
  }

  int streams() {
    return events.streams();
  }

  int keys() {
    return events.keys();
  }

  double dropped() {
    return telemetry
        .metrics()
        .get("harbor.bff.slow.clients")
        .tag("slow", "events")
        .counter()
        .count();
  }

  /** Those that have ended. */
  List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  String metrics() {
    return telemetry.scrape();
  }

  int port() {
    return server.port();
  }

  void closeServer() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    telemetry.close();
  }

  private void listen(ChangeListener listener) {
    listeners.add(listener);
    listener.subscribed();
    listener.upTo("t" + position.get());
  }

  private CompletableFuture<Map<String, Integer>> read(Collection<String> keys) {
    Map<String, Integer> found = new HashMap<>(versions);
    found.keySet().retainAll(keys);
    return CompletableFuture.completedFuture(found);
  }

  static final class Errors implements ErrorView {
    @Override
    public Message view(ErrorAnswer error, String traceId) {
      return ErrorInfo.newBuilder()
          .setReason(error.code())
          .putMetadata("message", error.message())
          .build();
    }

    @Override
    public MediaType jsonType() {
      return MediaType.parse("application/problem+json");
    }
  }
}
