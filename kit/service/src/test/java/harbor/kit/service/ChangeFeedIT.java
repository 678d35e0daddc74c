package harbor.kit.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import harbor.kit.runtime.LogFields;
import harbor.observability.Telemetry;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams over sockets, from one or several instances over one database. */
class ChangeFeedIT {
  private static final MethodDescriptor<StringValue, StringValue> WATCH =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.SERVER_STREAMING)
          .setFullMethodName("harbor.test.v1.Test/Watch")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private static final ChangeFeed.Pace QUICK =
      new ChangeFeed.Pace(
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          Duration.ofMinutes(1));

  private final DatabaseSettings settings = TestDatabase.fresh("kit");
  private final List<Instance> instances = new ArrayList<>();

  @AfterEach
  void stop() {
    instances.forEach(Instance::close);
  }

  /** One process of the service. */
  private final class Instance implements AutoCloseable {
    final Telemetry telemetry = Telemetry.recording("kit", InMemorySpanExporter.create());
    final Database database = Database.open(settings, telemetry);
    final Outbox outbox = new Outbox(telemetry);
    final ChangeFeed feed;
    final CoreServer server;
    final ManagedChannel channel;
    final AtomicInteger sent = new AtomicInteger();
    final AtomicReference<RuntimeException> bug = new AtomicReference<>();

    Instance(ChangeFeed.Pace pace) {
      feed = ChangeFeed.start(database, telemetry, pace);
      BindableService service = () -> definition();
      server =
          CoreServer.start(
              new GrpcSettings("kit", "127.0.0.1", 0, Duration.ofSeconds(1)),
              telemetry,
              List.of(service),
              feed);
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

    private StringValue response(Changes changes) {
      if (bug.get() != null) {
        throw bug.get();
      }
      sent.incrementAndGet();
      return StringValue.of(
          changes.resumeToken() + " " + changes.reset() + " " + String.join(",", changes.ids()));
    }

    void watch(String resumeToken, ClientResponseObserver<StringValue, StringValue> client) {
      watch(resumeToken, client, Duration.ofMinutes(1));
    }

    void watch(
        String resumeToken,
        ClientResponseObserver<StringValue, StringValue> client,
        Duration deadline) {
      ClientCalls.asyncServerStreamingCall(
          channel.newCall(
              WATCH,
              CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)),
          StringValue.of(resumeToken),
          client);
    }

    Watcher watching(String resumeToken) {
      Watcher watcher = new Watcher();
      watch(resumeToken, watcher.reading(ChangeFeedIT::changes));
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
  void everyClient_hearsOfEverything_wheneverItLeavesAndWhereverItResumes() throws Exception {
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
              () -> hear(List.of(one, two), start, random, written, committed),
              Thread::startVirtualThread));
    }

    written.get(60, TimeUnit.SECONDS);
    for (CompletableFuture<Set<String>> client : clients) {
      assertThat(client.get(60, TimeUnit.SECONDS)).isEqualTo(committed);
    }
    assertThat(committed).hasSizeGreaterThan(200);
    await().untilAsserted(() -> assertThat(one.streams() + two.streams()).isEqualTo(1));
  }

  /** With the next look: a heartbeat is a minute away. */
  @Test
  void change_isHeardSoon_fromAnInstanceThatDidNotMakeIt() {
    ChangeFeed.Pace usual = ChangeFeed.Pace.USUAL;
    ChangeFeed.Pace pace =
        new ChangeFeed.Pace(
            usual.look(),
            Duration.ofMinutes(1),
            usual.patience(),
            usual.lifetime(),
            usual.kept(),
            usual.cleaning());
    Instance one = new Instance(pace);
    Instance two = new Instance(pace);
    Watcher watcher = two.watching("");

    one.announce(List.of("a", "b"));

    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a", "b"));
    assertThat(pace.look()).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void unknownToken_resets_andTheStreamGoesOn() {
    Instance one = new Instance(QUICK);
    Watcher watcher = one.watching(new ChangePosition(70, 0).token());

    one.announce(List.of("a"));
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));

    assertThat(watcher.told()).filteredOn(Changes::reset).containsExactly(watcher.told().get(0));
    assertThat(one.telemetry.metrics().get("harbor.watch.resets").counter().count()).isEqualTo(1);
  }

  @Test
  void stream_isCompleted_whenItsTimeIsOver() throws Exception {
    Instance one =
        new Instance(
            new ChangeFeed.Pace(
                QUICK.look(),
                QUICK.heartbeat(),
                QUICK.patience(),
                Duration.ofSeconds(1),
                QUICK.kept(),
                QUICK.cleaning()));
    long before = System.nanoTime();
    Watcher watcher = one.watching("");

    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.OK);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(850));
    assertThat(one.watching(watcher.resumeToken()).told().getFirst().reset()).isFalse();
  }

  @Test
  void stream_ends_whenTheDeadlineOfItsCallPasses() throws Exception {
    Instance one = new Instance(QUICK);
    Watcher watcher = new Watcher();
    one.watch("", watcher.reading(ChangeFeedIT::changes), Duration.ofMillis(500));

    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> one.streams() == 0);
  }

  /** It says nothing while it does not know that there is nothing to say. */
  @Test
  void stream_isUnavailable_whileTheDatabaseDoesNotAnswer() throws Exception {
    Instance one =
        new Instance(
            new ChangeFeed.Pace(
                QUICK.look(),
                QUICK.heartbeat(),
                Duration.ofMillis(500),
                QUICK.lifetime(),
                QUICK.kept(),
                QUICK.cleaning()));
    CompletableFuture<Throwable> ending = new CompletableFuture<>();
    List<String> told = new CopyOnWriteArrayList<>();
    one.watch("", new Client(told, ending));
    await().until(() -> !told.isEmpty());
    try (Connection other = DriverManager.getConnection(settings.url())) {
      other.setAutoCommit(false);
      try (Statement lock = other.createStatement()) {
        lock.execute("LOCK TABLE kit.changes");
      }
      Throwable failure = ending.get(10, TimeUnit.SECONDS);
      other.rollback();

      assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(
              requireNonNull(StatusProto.fromThrowable(failure))
                  .getDetails(0)
                  .unpack(ErrorInfo.class))
          .isEqualTo(
              ErrorInfo.newBuilder()
                  .setReason("DATABASE_UNAVAILABLE")
                  .setDomain("kit.harbor")
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
                  .containsEntry(LogFields.SERVICE, "kit")
                  .containsKeys(LogFields.TRACE, LogFields.CORRELATION);
            });
  }

  /** What it does not take waits in the database, not in memory. */
  @Test
  void clientThatDoesNotRead_isNotSentMore_andHearsOfEverythingLater() {
    // Without heartbeats, which a ready client gets too.
    Instance one =
        new Instance(
            new ChangeFeed.Pace(
                QUICK.look(),
                Duration.ofMinutes(1),
                QUICK.patience(),
                QUICK.lifetime(),
                QUICK.kept(),
                QUICK.cleaning()));
    CompletableFuture<Throwable> ending = new CompletableFuture<>();
    List<String> told = new CopyOnWriteArrayList<>();
    Client client = new Client(told, ending);
    client.slow = true;
    one.watch("", client);
    await().until(() -> one.sent.get() == 1);

    List<String> ids =
        IntStream.range(0, 30_000)
            .mapToObj("a-rather-long-id-of-a-product-%06d"::formatted)
            .toList();
    one.announce(ids);
    await().during(Duration.ofMillis(500)).until(() -> one.sent.get() <= 10);
    assertThat(told).isEmpty();

    client.readOn();
    await().until(() -> ids(told).size() >= ids.size() || ending.isDone());

    assertThat(ending).isNotDone();
    assertThat(ids(told)).isEqualTo(ids);
  }

  @Test
  void nobodyLooks_whileNobodyWatches() {
    Instance one = new Instance(QUICK);
    await().during(QUICK.look().multipliedBy(10)).until(() -> one.feed.sight() == null);

    Watcher watcher = one.watching("");
    await().until(() -> one.feed.sight() != null);
    watcher.leave();
    await().until(() -> one.streams() == 0);

    AtomicLong last = new AtomicLong();
    await()
        .during(QUICK.look().multipliedBy(20))
        .until(
            () -> {
              long now = requireNonNull(one.feed.sight()).atNanos();
              return last.getAndSet(now) == now;
            });
  }

  @Test
  void oldOnes_areRemoved_withoutAnyWatcher() {
    Instance one =
        new Instance(
            new ChangeFeed.Pace(
                QUICK.look(),
                QUICK.heartbeat(),
                QUICK.patience(),
                QUICK.lifetime(),
                Duration.ofMillis(500),
                Duration.ofMillis(50)));
    for (int i = 0; i < 5; i++) {
      one.announce(List.of("p" + i));
    }

    await().until(() -> entries(one) == 1);
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

  /** Remembers lines; a slow one asks for none until it is told to. */
  private static final class Client implements ClientResponseObserver<StringValue, StringValue> {
    private final List<String> told;
    private final CompletableFuture<Throwable> ending;
    private final AtomicReference<ClientCallStreamObserver<StringValue>> call =
        new AtomicReference<>();
    boolean slow;

    Client(List<String> told, CompletableFuture<Throwable> ending) {
      this.told = told;
      this.ending = ending;
    }

    void readOn() {
      call.get().request(Integer.MAX_VALUE);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StringValue> stream) {
      call.set(stream);
      if (slow) {
        stream.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public void onNext(StringValue response) {
      told.add(response.getValue());
    }

    @Override
    public void onError(Throwable failure) {
      ending.complete(failure);
    }

    @Override
    public void onCompleted() {
      ending.completeExceptionally(new AssertionError("The stream is complete"));
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

  /** All ids of streams that are left after a random time, until everything was heard. */
  private static Set<String> hear(
      List<Instance> instances,
      String start,
      Random random,
      CompletableFuture<Void> written,
      Set<String> committed) {
    Set<String> heard = new HashSet<>();
    String token = start;
    while (!(written.isDone() && heard.containsAll(committed))) {
      Watcher watcher = new Watcher();
      instances
          .get(random.nextInt(instances.size()))
          .watch(token, watcher.reading(ChangeFeedIT::changes));
      sleep(random.nextInt(100));
      watcher.leave();
      for (Changes changes : watcher.told()) {
        if (changes.reset()) {
          throw new AssertionError("There was nothing to reset");
        }
        heard.addAll(changes.ids());
        token = changes.resumeToken();
      }
    }
    return heard;
  }

  private static int entries(Instance at) {
    return at.database.read(
        handle -> handle.createQuery("SELECT count(*) FROM changes").mapTo(Integer.class).one());
  }

  private static List<String> ids(List<String> told) {
    return told.stream().flatMap(line -> changes(line).ids().stream()).toList();
  }

  private static Changes changes(StringValue response) {
    return changes(response.getValue());
  }

  private static Changes changes(String line) {
    String[] words = line.split(" ", -1);
    return new Changes(
        words[0],
        Boolean.parseBoolean(words[1]),
        words[2].isEmpty() ? List.of() : List.of(words[2].split(",", -1)));
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
