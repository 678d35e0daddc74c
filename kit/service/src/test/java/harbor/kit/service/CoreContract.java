package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import harbor.kit.client.Caller;
import harbor.kit.client.Idempotency;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.identity.TestTokens;
import harbor.kit.service.person.PostgresPersonalData;
import harbor.observability.Telemetry;
import harbor.type.v1.PersonalDataServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.StreamRecorder;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every core service does, whatever it serves: over a socket, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CoreContract {
  private final CoreProcess process;
  private final ServiceDescriptor service;
  private final Read<?, ?> read;
  private final String table;
  private final TestCore core;

  /** A read, ready to be made. */
  private record Read<Q extends Message, A>(MethodDescriptor<Q, A> method, Q request) {
    ListenableFuture<A> begin(Channel channel, Duration deadline) {
      return ClientCalls.futureUnaryCall(
          channel.newCall(
              method,
              CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)),
          request);
    }
  }

  /**
   * The contract of a service.
   *
   * @param method one that reads
   * @param request of it, well-formed
   * @param table that it reads first
   */
  protected <Q extends Message, A> CoreContract(
      CoreProcess process,
      ServiceDescriptor service,
      MethodDescriptor<Q, A> method,
      Q request,
      String table) {
    this.process = process;
    this.service = service;
    this.read = new Read<>(method, request);
    this.table = table;
    this.core = TestCore.start(process);
  }

  @AfterAll
  void close() {
    core.close();
  }

  @Test
  void settings_haveTheirDefaults_whenNothingIsSet() {
    CoreSettings settings = process.settings(Environment.of(Map.of()));

    assertThat(settings.port()).isEqualTo(process.defaultPort());
    assertThat(settings.service()).isEqualTo(process.name());
    assertThat(settings.database().schema()).isEqualTo(process.name());
  }

  @Test
  void settings_takeWhatIsSet() {
    CoreSettings settings =
        process.settings(
            Environment.of(
                Map.of(
                    setting("PORT"),
                    "19999",
                    "HARBOR_DB_URL",
                    "jdbc:postgresql://all/",
                    setting("DB_URL"),
                    "jdbc:postgresql://own/")));

    assertThat(settings.port()).isEqualTo(19_999);
    assertThat(settings.database().url()).isEqualTo("jdbc:postgresql://own/");
  }

  @Test
  void badPort_isRefusedByName() {
    assertThatThrownBy(() -> process.settings(Environment.of(Map.of(setting("PORT"), "99999"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(setting("PORT"));
  }

  @Test
  void start_failsWithOneSentence_whenThePortIsInUse() {
    CoreSettings settings = core.settings();
    try (Telemetry telemetry = Telemetry.recording(process.name(), InMemorySpanExporter.create())) {
      assertThatThrownBy(
              () ->
                  process.start(
                      new CoreSettings(
                          settings.service(),
                          settings.address(),
                          core.port(),
                          settings.drain(),
                          settings.database(),
                          settings.identity(),
                          settings.transport(),
                          settings.callsPerSecond(),
                          settings.failpoints(),
                          settings.targets()),
                      telemetry))
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining(setting("PORT"));
    }
  }

  @Test
  void start_failsWithOneSentence_whenThereAreNoKeys() {
    CoreSettings settings = process.settings(Environment.of(Map.of()));
    try (Telemetry telemetry = Telemetry.recording(process.name(), InMemorySpanExporter.create())) {
      assertThatThrownBy(() -> process.start(settings, telemetry))
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining("./harbor keys")
          .hasMessageContaining("HARBOR_KEYS");
    }
  }

  @Test
  void health_isServing_withoutDeadlineAndToken() {
    ManagedChannel channel = bare();
    try {
      assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(channel, service.getName())).isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  @SuppressWarnings("deprecation") // grpc-testing has no other recorder
  void reflection_namesTheService() throws Exception {
    StreamRecorder<ServerReflectionResponse> answers = StreamRecorder.create();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(core.unsigned()).serverReflectionInfo(answers);
    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    questions.onCompleted();

    assertThat(answers.awaitCompletion(10, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getValues().getFirst().getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(service.getName(), PersonalDataServiceGrpc.SERVICE_NAME, "grpc.health.v1.Health");
  }

  @Test
  @SuppressWarnings("deprecation") // the version that older tools speak is a deprecated one
  void reflection_namesTheService_inItsOlderVersion() throws Exception {
    StreamRecorder<io.grpc.reflection.v1alpha.ServerReflectionResponse> answers =
        StreamRecorder.create();
    StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> questions =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(core.unsigned())
            .serverReflectionInfo(answers);
    questions.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setListServices("")
            .build());
    questions.onCompleted();

    assertThat(answers.awaitCompletion(10, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getValues().getFirst().getListServicesResponse().getServiceList())
        .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
        .contains(service.getName());
  }

  @Test
  void everyMethod_isRefused_whenItHasNoDeadline() {
    ManagedChannel channel = bare();
    try {
      for (MethodDescriptor<?, ?> method : methods()) {
        core.assertFails(
            () -> callWithDefaults(channel, method),
            Status.Code.INVALID_ARGUMENT,
            "DEADLINE_REQUIRED");
      }
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void everyMethod_saysWhoMayCallIt() {
    assertThat(methods()).allSatisfy(method -> assertThat(TestTokens.access(method)).isPresent());
  }

  @Test
  void everyMethod_isRefused_withoutAServiceToken() {
    for (MethodDescriptor<?, ?> method : methods()) {
      core.assertFails(
          () -> callWithDefaults(core.unsigned(), method),
          Status.Code.UNAUTHENTICATED,
          "INVALID_SERVICE_TOKEN");
    }
  }

  @Test
  void everyMethod_isRefused_toAProcessThatItsContractDoesNotName() {
    Channel unnamed = core.with(calling(TestTokens.UNNAMED, process.name()));
    for (MethodDescriptor<?, ?> method : methods()) {
      core.assertFails(
          () -> callWithDefaults(unnamed, method), Status.Code.PERMISSION_DENIED, "NOT_ALLOWED");
    }
  }

  /** A new table without a rule for the people in it fails here. */
  @Test
  void everyTable_hasARule_forThePeopleInIt() {
    try (Telemetry telemetry = Telemetry.recording(process.name(), InMemorySpanExporter.create());
        Database database = Database.open(core.settings().database(), telemetry)) {
      assertThat(
              new PostgresPersonalData(database, process.tables(), List.of(), List.of()).faults())
          .as("CoreProcess.personalData of %s", process.name())
          .isEmpty();
    }
  }

  /** Its own, and those that every core service has. */
  private List<MethodDescriptor<?, ?>> methods() {
    return Stream.of(service, PersonalDataServiceGrpc.getServiceDescriptor())
        .<MethodDescriptor<?, ?>>flatMap(served -> served.getMethods().stream())
        .toList();
  }

  /** The counter-test: with the right token the same call is let in. */
  @Test
  void call_isLetIn_withAServiceToken() {
    assertAnswered(read.begin(core.channel(), Duration.ofSeconds(30)));
  }

  @Test
  void call_isRefused_withATokenForAnotherService() {
    assertRefused(calling(caller(), "another"));
  }

  @Test
  void call_isRefused_withATokenThatHasEnded() {
    InstantSource before = () -> Instant.now().minus(Duration.ofMinutes(5));
    assertRefused(TestTokens.calling(caller(), process.name(), Caller.ANONYMOUS, before));
  }

  @Test
  void call_isRefused_withATokenOfAnUnknownKey() {
    assertRefused(
        ServiceTokens.of(
                caller(),
                Duration.ofMinutes(2),
                TestTokens.made(List.of(caller())),
                InstantSource.system())
            .interceptor(process.name()));
  }

  /** The first process that may make the read. */
  private String caller() {
    return TestTokens.access(read.method()).orElseThrow().getCallers(0).replace("*", "web");
  }

  private static ClientInterceptor calling(String caller, String service) {
    return TestTokens.calling(caller, service, Caller.ANONYMOUS, InstantSource.system());
  }

  private void assertRefused(ClientInterceptor identity) {
    core.assertFails(
        () -> result(read.begin(core.with(identity), Duration.ofSeconds(30))),
        Status.Code.UNAUTHENTICATED,
        "INVALID_SERVICE_TOKEN");
  }

  /**
   * Sessions that wait for the locked table on behalf of the call; jobs may, too, and do not count.
   */
  private int waiting() {
    return Idempotency.of(read.method()) == Idempotency.NO_SIDE_EFFECTS
        ? TestDatabase.waitingToRead()
        : TestDatabase.waitingWith(statement());
  }

  /** Of a call that writes: what its first statement says, and none of a job. */
  protected String statement() {
    return "";
  }

  @Test
  void call_endsOnTheServerToo_whenItsDeadlinePasses() throws Exception {
    try (Connection other = core.locking(table)) {
      StatusRuntimeException failed =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> result(read.begin(core.channel(), Duration.ofMillis(300))));

      assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      await().until(() -> waiting() == 0);
      other.rollback();
    }
  }

  @Test
  void call_waits_whileItsDeadlineIsFar() throws Exception {
    try (Connection other = core.locking(table)) {
      ListenableFuture<?> answer = read.begin(core.channel(), Duration.ofSeconds(30));
      await().until(() -> waiting() == 1);

      other.rollback();

      assertAnswered(answer);
    }
  }

  @Test
  void stop_letsCallsUnderWayEnd_andTakesNoNewOnes() throws Exception {
    try (TestCore stopping = TestCore.draining(process, Duration.ofSeconds(30))) {
      CompletableFuture<Void> stop;
      ListenableFuture<?> underWay;
      try (Connection other = stopping.locking(table)) {
        underWay = read.begin(stopping.channel(), Duration.ofSeconds(30));
        await().until(() -> waiting() == 1);

        stop = CompletableFuture.runAsync(stopping::stop);
        await().until(() -> isRefused(stopping));
        assertThat(underWay.isDone()).isFalse();
        other.rollback();
      }

      assertAnswered(underWay);
      stop.get(30, TimeUnit.SECONDS);
    }
  }

  /** A new connection finds nobody who listens. */
  private boolean isRefused(TestCore stopping) {
    ManagedChannel channel = bare(stopping.port());
    try {
      return health(channel, "") != ServingStatus.SERVING;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.UNAVAILABLE;
    } finally {
      channel.shutdownNow();
    }
  }

  /** There is nothing in its database: one that is not found was answered too. */
  private static void assertAnswered(ListenableFuture<?> answer) {
    try {
      assertThat(result(answer)).isNotNull();
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  private static Object result(ListenableFuture<?> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw (StatusRuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <Q, A> void callWithDefaults(Channel channel, MethodDescriptor<Q, A> method) {
    Q request = ((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype();
    ClientCalls.blockingServerStreamingCall(channel, method, CallOptions.DEFAULT, request)
        .forEachRemaining(answer -> assertThat(answer).isNull());
  }

  private static ServingStatus health(Channel channel, String name) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(name).build())
        .getStatus();
  }

  private ManagedChannel bare() {
    return bare(core.port());
  }

  private static ManagedChannel bare(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  private String setting(String name) {
    return Environment.setting(process.name(), name);
  }
}
