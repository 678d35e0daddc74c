package harbor.kit.service.change;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import harbor.kit.runtime.LogFields;
import harbor.kit.service.CoreServer;
import harbor.kit.service.TestCore;
import harbor.kit.service.Watcher;
import harbor.kit.service.call.Answer;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import harbor.type.v1.Changes;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams over sockets, from one or several instances over one database. */
class OutboxFeedIT {
  private static final MethodDescriptor<StringValue, Changes> WATCH =
      MethodDescriptor.<StringValue, Changes>newBuilder()
          .setType(MethodType.SERVER_STREAMING)
          .setFullMethodName("harbor.test.v1.Test/Watch")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Changes.getDefaultInstance()))
          .build();

  private static final OutboxFeed.Timing QUICK =
      new OutboxFeed.Timing(
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));

  private final DatabaseSettings settings = TestDatabase.fresh("numbers");
  private final List<Instance> instances = new ArrayList<>();

  @AfterEach
  void stop() {
    instances.forEach(Instance::close);
  }

  /** One process of the service. */
  private final class Instance implements AutoCloseable {
    final Telemetry telemetry = Telemetry.recording("numbers", InMemorySpanExporter.create());
    final Database database = Database.open(settings, telemetry);
    final Outbox outbox = new Outbox(telemetry);
    final OutboxFeed feed;
    final CoreServer server;
    final ManagedChannel channel;
    final AtomicInteger sent = new AtomicInteger();
    final AtomicReference<RuntimeException> bug = new AtomicReference<>();

    Instance(OutboxFeed.Timing timing) {
      feed = OutboxFeed.start(database, telemetry, timing);
      BindableService service = () -> definition();
      server =
          CoreServer.start(
              TestCore.settings("numbers", settings, Duration.ofSeconds(1)),
              telemetry,
              List.of(service),
              UnaryOperator.identity(),
              feed::close);
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port())
              .usePlaintext()
              .flowControlWindow(64 * 1024)
              .build();
      instances.add(this);
    }

    private ServerServiceDefinition definition() {
      return ServerServiceDefinition.builder("harbor.test.v1.Test")
          .addMethod(
              WATCH,
              ServerCalls.asyncServerStreamingCall(
                  (request, observer) ->
                      feed.answer(request.getValue(), observer, changes -> response(changes))))
          .build();
    }

    private Changes response(Changes changes) {
      if (bug.get() != null) {
        throw bug.get();
      }
      sent.incrementAndGet();
      return changes;
    }

    Watcher watch(String resumeToken, Duration deadline) {
      return watch(resumeToken, call(deadline));
    }

    Watcher watch(String resumeToken, ClientCall<StringValue, Changes> call) {
      return Watcher.watch(call, StringValue.of(resumeToken), Function.identity());
    }

    ClientCall<StringValue, Changes> call(Duration deadline) {
      return channel.newCall(
          WATCH, CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
    }

    Watcher watching(String resumeToken) {
      Watcher watcher = watch(resumeToken, Duration.ofMinutes(1));
      await().until(() -> !watcher.told().isEmpty());
      return watcher;
    }

    void announce(List<String> ids) {
      database.write(
          handle -> {
            outbox.append(handle, ids);
            return true;
          });
    }

    double streams() {
      return telemetry.metrics().get("harbor.watch.streams").gauge().value();
    }

    @Override
    public void close() {
      channel.shutdownNow();
      server.close();
      feed.close();
      database.close();
      telemetry.close();
    }
  }

  /** Instances that write and stream, clients that break off anywhere and resume anywhere. */
  @Test
  void everyClient_isToldOfEverything_wheneverItLeavesAndWhereverItResumes() throws Exception {
    Instance one = new Instance(QUICK);
    Instance two = new Instance(QUICK);
    String start = one.watching("").resumeToken();
    Set<String> committed = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] writers =
        IntStream.range(0, 4)
            .mapToObj(
                writer ->
                    CompletableFuture.runAsync(
                        () -> write(writer % 2 == 0 ? one : two, writer, committed),
                        Thread::startVirtualThread))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture<Void> written = CompletableFuture.allOf(writers);

    List<CompletableFuture<Set<String>>> clients = new ArrayList<>();
    for (int client = 0; client < 3; client++) {
      Random random = new Random(client);
      clients.add(
          CompletableFuture.supplyAsync(
              () -> tellAll(List.of(one, two), start, random, written, committed),
              Thread::startVirtualThread));
    }

    written.get(60, TimeUnit.SECONDS);
    for (CompletableFuture<Set<String>> client : clients) {
      assertThat(client.get(60, TimeUnit.SECONDS)).isEqualTo(committed);
    }
    assertThat(committed).hasSizeGreaterThan(200);
    await().untilAsserted(() -> assertThat(one.streams() + two.streams()).isEqualTo(1));
  }

  /** With the next poll: a heartbeat is a minute away. */
  @Test
  void change_isToldSoon_fromAnInstanceThatDidNotMakeIt() {
    OutboxFeed.Timing usual = OutboxFeed.Timing.DEFAULT;
    OutboxFeed.Timing timing =
        new OutboxFeed.Timing(
            usual.poll(), Duration.ofMinutes(1), usual.patience(), usual.lifetime());
    Instance one = new Instance(timing);
    Instance two = new Instance(timing);
    Watcher watcher = two.watching("");

    one.announce(List.of("a", "b"));

    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a", "b"));
    assertThat(timing.poll()).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void unknownToken_resets_andTheStreamGoesOn() {
    Instance one = new Instance(QUICK);
    Watcher watcher = one.watching(new ChangePosition(70, 0).token());

    one.announce(List.of("a"));
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));

    List<Changes> told = watcher.told();
    assertThat(told).filteredOn(Changes::getReset).containsExactly(told.getFirst());
    assertThat(one.telemetry.metrics().get("harbor.watch.resets").counter().count()).isEqualTo(1);
  }

  @Test
  void stream_isCompleted_whenItsTimeIsOver() throws Exception {
    Instance one =
        new Instance(
            new OutboxFeed.Timing(
                QUICK.poll(), QUICK.heartbeat(), QUICK.patience(), Duration.ofSeconds(1)));
    long before = System.nanoTime();
    Watcher watcher = one.watching("");

    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.OK);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(850));
    assertThat(one.watching(watcher.resumeToken()).told().getFirst().getReset()).isFalse();
  }

  @Test
  void stream_ends_whenTheDeadlineOfItsCallPasses() throws Exception {
    Instance one = new Instance(QUICK);
    Watcher watcher = one.watch("", Duration.ofMillis(500));

    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> one.streams() == 0);
  }

  /** It says nothing while it does not know that there is nothing to say. */
  @Test
  void stream_isUnavailable_whileTheDatabaseDoesNotAnswer() throws Exception {
    Instance one =
        new Instance(
            new OutboxFeed.Timing(
                QUICK.poll(), QUICK.heartbeat(), Duration.ofMillis(500), QUICK.lifetime()));
    Watcher watcher = one.watching("");
    try (Connection other = DriverManager.getConnection(settings.url())) {
      other.setAutoCommit(false);
      try (Statement lock = other.createStatement()) {
        lock.execute("LOCK TABLE numbers.changes");
      }
      Throwable failure = watcher.failure();
      other.rollback();

      assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(
              requireNonNull(StatusProto.fromThrowable(failure))
                  .getDetails(0)
                  .unpack(ErrorInfo.class))
          .isEqualTo(
              ErrorInfo.newBuilder()
                  .setReason("DATABASE_UNAVAILABLE")
                  .setDomain("numbers.harbor")
                  .build());
    }
    Watcher again = one.watching("");
    one.announce(List.of("a"));
    await().untilAsserted(() -> assertThat(again.ids()).containsExactly("a"));
  }

  @Test
  void bug_endsTheStreamWithoutItsText() throws Exception {
    Instance one = new Instance(QUICK);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Answer.class);
    lines.start();
    log.addAppender(lines);
    try {
      Watcher watcher = one.watching("");

      one.bug.set(new IllegalStateException("secret"));

      assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(watcher.ending().getDescription()).isNull();
      await().until(() -> one.streams() == 0);
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getMessage()).isEqualTo("A stream ended with a bug");
              assertThat(line.getMDCPropertyMap())
                  .containsEntry(LogFields.SERVICE, "numbers")
                  .containsKeys(LogFields.TRACE, LogFields.CORRELATION);
            });
  }

  /** What it does not take waits in the database, not in memory. */
  @Test
  void clientThatDoesNotRead_isNotSentMore_andIsToldOfEverythingLater() throws Exception {
    // Without heartbeats, which a ready client gets too.
    Instance one =
        new Instance(
            new OutboxFeed.Timing(
                QUICK.poll(), Duration.ofMinutes(1), QUICK.patience(), QUICK.lifetime()));
    Unread<StringValue, Changes> call = new Unread<>(one.call(Duration.ofMinutes(1)));
    Watcher watcher = one.watch("", call);
    await().until(() -> one.sent.get() == 1);

    List<String> ids =
        IntStream.range(0, 30_000)
            .mapToObj("a-rather-long-id-of-a-product-%06d"::formatted)
            .toList();
    one.announce(ids);
    await().during(Duration.ofMillis(500)).until(() -> one.sent.get() <= 10);
    assertThat(watcher.told()).isEmpty();

    call.readOn();
    await().until(() -> watcher.ids().size() >= ids.size() || watcher.hasEnded());

    assertThat(watcher.hasEnded()).isFalse();
    assertThat(watcher.ids()).isEqualTo(ids);
  }

  @Test
  void nobodyPolls_whileNobodyWatches() {
    Instance one = new Instance(QUICK);
    await().during(QUICK.poll().multipliedBy(10)).until(() -> one.feed.lastPoll() == null);

    Watcher watcher = one.watching("");
    await().until(() -> one.feed.lastPoll() != null);
    watcher.leave();
    await().until(() -> one.streams() == 0);

    // A poll may be under way when the last one leaves.
    AtomicLong last = new AtomicLong();
    await()
        .during(QUICK.poll().multipliedBy(20))
        .until(
            () -> {
              long now = requireNonNull(one.feed.lastPoll()).atNanos();
              return last.getAndSet(now) == now;
            });
  }

  @Test
  void oldOnes_areRemoved_andThoseOfTheLastDayAreNot() {
    Instance one = new Instance(QUICK);
    for (int i = 0; i < 5; i++) {
      one.announce(List.of("p" + i));
    }
    one.feed.removeOld();
    assertThat(entries(one)).isEqualTo(6);
    one.database.write(
        handle ->
            handle.execute(
                "UPDATE changes SET changed_at = changed_at - interval '25 hours'"
                    + " WHERE position < 5"));

    one.feed.removeOld();

    // The last old one stays: from there everything younger can be told.
    assertThat(entries(one)).isEqualTo(2);
  }

  /** Those that are cut when the time to drain is over do not end so. */
  @Test
  void close_completesItsStreams() throws Exception {
    Instance one = new Instance(QUICK);
    List<Watcher> watchers = IntStream.range(0, 20).mapToObj(_ -> one.watching("")).toList();

    one.server.close();

    for (Watcher watcher : watchers) {
      assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.OK);
    }
  }

  /** A call whose client asks for no response until it is told to. */
  private static final class Unread<Q, A> extends SimpleForwardingClientCall<Q, A> {
    Unread(ClientCall<Q, A> call) {
      super(call);
    }

    void readOn() {
      super.request(Integer.MAX_VALUE);
    }

    @Override
    public void request(int responses) {
      assertThat(responses).isPositive();
    }
  }

  private static void write(Instance at, int writer, Set<String> committed) {
    Random random = new Random(100 + writer);
    for (int round = 0; round < 80; round++) {
      String id = "w%d-%d".formatted(writer, round);
      boolean fails = random.nextInt(10) == 0;
      int held = random.nextInt(10);
      try {
        at.database.write(
            handle -> {
              at.outbox.append(handle, List.of(fails ? "failed-" + id : id));
              sleep(held);
              if (fails) {
                throw Failure.notFound("UNKNOWN", "The transaction fails.");
              }
              return true;
            });
        committed.add(id);
      } catch (Failure _) {
        sleep(held);
      }
    }
  }

  /** All ids of streams that are left after a random time, until everything was told. */
  private static Set<String> tellAll(
      List<Instance> instances,
      String start,
      Random random,
      CompletableFuture<Void> written,
      Set<String> committed) {
    Set<String> told = new HashSet<>();
    String token = start;
    while (!(written.isDone() && told.containsAll(committed))) {
      Watcher watcher =
          instances.get(random.nextInt(instances.size())).watch(token, Duration.ofMinutes(1));
      sleep(random.nextInt(100));
      watcher.leave();
      for (Changes changes : watcher.told()) {
        if (changes.getReset()) {
          throw new AssertionError("There was nothing to reset");
        }
        told.addAll(changes.getIdsList());
        token = changes.getResumeToken();
      }
    }
    return told;
  }

  private static int entries(Instance at) {
    return at.database.read(
        handle -> handle.createQuery("SELECT count(*) FROM changes").mapTo(Integer.class).one());
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
