package harbor.kit.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.PersonIssuer;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.identity.TestTokens;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A whole core service on a port of its own and an empty database, and a client of it. */
public final class TestCore implements AutoCloseable {
  private static final long SECONDS = 60;
  private static final CoreSettings.Targets NOBODY = (other, _) -> other + ".invalid:1";

  private final String name;
  private final CoreSettings settings;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final RunningCore core;
  private final ManagedChannel connection;

  private TestCore(CoreProcess process, CoreSettings settings, InstantSource clock) {
    name = process.name();
    this.clock = clock;
    this.settings = settings;
    telemetry = Telemetry.recording(name, InMemorySpanExporter.create());
    core = process.start(settings, telemetry, clock);
    connection =
        NettyChannelBuilder.forAddress("127.0.0.1", core.port())
            .usePlaintext()
            .maxInboundMetadataSize(CallMetadata.MAX_ANSWER_BYTES)
            .intercept(new AMinute())
            .build();
  }

  /** Starts it by the system's clock. */
  public static TestCore start(CoreProcess process) {
    return start(process, InstantSource.system());
  }

  /** Starts it by the given time. */
  public static TestCore start(CoreProcess process, InstantSource clock) {
    return start(process, clock, Duration.ofSeconds(1));
  }

  /** Starts one with a database that calls others. */
  public static TestCore start(
      CoreProcess process, InstantSource clock, CoreSettings.Targets others) {
    String name = process.name();
    return new TestCore(
        process, settings(name, TestDatabase.fresh(name), Duration.ofSeconds(1), 0, others), clock);
  }

  /** Starts one that gives calls under way some time to end when it is stopped. */
  static TestCore draining(CoreProcess process, Duration drain) {
    return start(process, InstantSource.system(), drain);
  }

  private static TestCore start(CoreProcess process, InstantSource clock, Duration drain) {
    return new TestCore(
        process, settings(process.name(), TestDatabase.fresh(process.name()), drain), clock);
  }

  /** Starts one without a database that calls others. */
  public static TestCore calling(
      CoreProcess process, InstantSource clock, CoreSettings.Targets others) {
    return new TestCore(process, alone(process.name(), 0, others), clock);
  }

  /** Starts one without a database that takes so many calls a second of one process. */
  public static TestCore limited(CoreProcess process, InstantSource clock, int callsPerSecond) {
    return new TestCore(process, alone(process.name(), callsPerSecond, NOBODY), clock);
  }

  /** Starts one without a database that believes this provider alone about people. */
  public static TestCore exchanging(
      CoreProcess process, InstantSource clock, CoreSettings.Targets others, PersonIssuer people) {
    CoreSettings usual = alone(process.name(), 0, others);
    IdentitySettings own = usual.identity();
    return new TestCore(
        process,
        new CoreSettings(
            usual.service(),
            usual.address(),
            usual.port(),
            usual.drain(),
            usual.database(),
            new IdentitySettings(own.keys(), own.lifetime(), Optional.of(people), true),
            usual.transport(),
            usual.callsPerSecond(),
            usual.failpoints(),
            usual.targets()),
        clock);
  }

  /** Starts one instance of several that share a database, which calls others. */
  public static TestCore sharing(
      CoreProcess process,
      DatabaseSettings database,
      InstantSource clock,
      CoreSettings.Targets others) {
    return new TestCore(
        process, settings(process.name(), database, Duration.ofSeconds(1), 0, others), clock);
  }

  /** Settings of a service that listens on any port. */
  public static CoreSettings settings(String name, DatabaseSettings database, Duration drain) {
    return settings(name, database, drain, 0, NOBODY);
  }

  private static CoreSettings alone(String name, int callsPerSecond, CoreSettings.Targets targets) {
    return settings(name, TestDatabase.none(name), Duration.ofSeconds(1), callsPerSecond, targets);
  }

  private static CoreSettings settings(
      String name,
      DatabaseSettings database,
      Duration drain,
      int callsPerSecond,
      CoreSettings.Targets targets) {
    return new CoreSettings(
        name,
        "127.0.0.1",
        0,
        drain,
        database,
        TestTokens.settings(),
        TransportSecurity.PLAIN,
        callsPerSecond,
        List.of(),
        targets);
  }

  /**
   * A channel whose calls wait a minute unless a test says otherwise, and come from a process that
   * their contract names, on nobody's behalf.
   */
  public Channel channel() {
    return onBehalfOf(Caller.ANONYMOUS);
  }

  /** The same on somebody's behalf. */
  public Channel onBehalfOf(Caller caller) {
    return with(TestTokens.asNamed(name, caller, clock));
  }

  /** The same under an idempotency key. */
  public Channel onBehalfOf(Caller caller, String key) {
    Metadata headers = new Metadata();
    headers.put(CallMetadata.IDEMPOTENCY_KEY, key);
    return ClientInterceptors.intercept(
        onBehalfOf(caller), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** A channel whose calls say who calls as the interceptor does it. */
  public Channel with(ClientInterceptor identity) {
    return ClientInterceptors.intercept(connection, identity);
  }

  /** A channel whose calls do not say who calls. */
  public Channel unsigned() {
    return connection;
  }

  /** The service's telemetry. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** Where it listens. */
  public int port() {
    return core.port();
  }

  /** The database that it was started with, for another instance. */
  public DatabaseSettings database() {
    return settings.database();
  }

  /** What it was started with. */
  CoreSettings settings() {
    return settings;
  }

  /** A connection to its database, as whoever connects. */
  public Connection connection() throws SQLException {
    return DriverManager.getConnection(settings.database().url());
  }

  /** Keeps everybody else from one of its tables until the connection is rolled back. */
  public Connection locking(String table) throws SQLException {
    Connection connection = connection();
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLE " + settings.database().schema() + "." + table);
    }
    return connection;
  }

  /** The call ends with this code and says this reason. */
  public void assertFails(ThrowingCallable call, Status.Code code, String reason) {
    var _ = failed(call, code, reason);
  }

  /** The same, and with what it was about as it is now. */
  public void assertFails(ThrowingCallable call, Status.Code code, String reason, Message now) {
    assertThat(failed(call, code, reason).getDetailsList()).element(1).isEqualTo(Any.pack(now));
  }

  private com.google.rpc.Status failed(ThrowingCallable call, Status.Code code, String reason) {
    StatusRuntimeException failed = catchThrowableOfType(StatusRuntimeException.class, call);

    assertThat(failed).as("It was answered.").isNotNull();
    assertThat(failed.getStatus().getCode()).isEqualTo(code);
    assertThat(errorInfo(failed))
        .isEqualTo(ErrorInfo.newBuilder().setReason(reason).setDomain(name + ".harbor").build());
    return requireNonNull(StatusProto.fromThrowable(failed));
  }

  /** What a failed call says besides its code. */
  static ErrorInfo errorInfo(Throwable failed) {
    try {
      return requireNonNull(StatusProto.fromThrowable(failed))
          .getDetails(0)
          .unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** What it cannot answer without and is away. */
  List<String> missing() {
    return core.dependencies().entrySet().stream()
        .filter(dependency -> !dependency.getValue().getAsBoolean())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Does the work of one of its timers now, on this thread; fails as the work does. */
  public void runTimer(String name) {
    core.runTimer(name);
  }

  /** Closes the service, not the client. */
  public void stop() {
    core.close();
  }

  @Override
  public void close() {
    connection.shutdownNow();
    core.close();
    telemetry.close();
  }

  private static final class AMinute implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(
          method,
          options.getDeadline() == null
              ? options.withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
              : options);
    }
  }
}
