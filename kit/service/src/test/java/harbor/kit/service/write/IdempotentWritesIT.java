package harbor.kit.service.write;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.identity.TestContract;
import harbor.type.v1.Access;
import harbor.type.v1.Subject;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that adds a number, sent again in all ways, over a socket, on a real database. */
class IdempotentWritesIT {
  private static final Caller ANN = Caller.guest("ann");
  private static final Caller BEN = Caller.user("ann");
  private static final MethodDescriptor<StringValue, StringValue> ADD = method("Add");
  private static final MethodDescriptor<StringValue, StringValue> PAY = method("Pay");

  private final SettableClock clock = new SettableClock();
  private final AtomicReference<HandleCallback<StringValue, RuntimeException>> work =
      new AtomicReference<>(IdempotentWritesIT::add);
  private final AtomicReference<IdempotencyKeys> keys = new AtomicReference<>();

  private final TestCore core =
      TestCore.start(
          CoreProcess.of(
              "numbers",
              0,
              declared -> {
                keys.set(new IdempotencyKeys(declared.database(), declared.clock()));
                return declared.serves(() -> service(declared.writes()));
              }),
          clock);

  @AfterEach
  void close() {
    core.close();
  }

  /** What a call gave. */
  private record Given(StringValue response, boolean replayed) {}

  @Test
  void write_happensOnce_andIsAnsweredAlike_whenItIsSentAgain() throws Exception {
    Given first = write(ADD, ANN, "key-1", "a");
    work.set(_ -> StringValue.of("another answer"));

    Given again = write(ADD, ANN, "key-1", "a");

    assertThat(again.response()).isEqualTo(first.response()).isEqualTo(StringValue.of("1"));
    assertThat(first.replayed()).isFalse();
    assertThat(again.replayed()).isTrue();
    assertThat(numbers()).isEqualTo(1);
  }

  /** The counter-test. */
  @Test
  void write_happensAgain_whenItHasNoKey() throws Exception {
    write(ADD, ANN, null, "a");
    Given again = write(ADD, ANN, null, "a");

    assertThat(again).isEqualTo(new Given(StringValue.of("2"), false));
    assertThat(numbers()).isEqualTo(2);
  }

  @Test
  void key_belongsToItsCallerAndItsRpc() throws Exception {
    write(ADD, ANN, "key-1", "a");

    assertThat(write(ADD, BEN, "key-1", "b").replayed()).isFalse();
    assertThat(write(PAY, ANN, "key-1", "c").replayed()).isFalse();
    assertThat(numbers()).isEqualTo(3);
  }

  @Test
  void anonymousWrite_isNeitherLookedUpNorStored() throws Exception {
    write(ADD, Caller.ANONYMOUS, "key-1", "a");
    Given again = write(ADD, Caller.ANONYMOUS, "key-1", "a");

    assertThat(again.replayed()).isFalse();
    assertThat(numbers()).isEqualTo(2);
    assertThat(count("idempotency_keys")).isZero();
  }

  @Test
  void sameKey_isRefused_withAnotherRequest() throws Exception {
    write(ADD, ANN, "key-1", "a");

    core.assertFails(
        () -> write(ADD, ANN, "key-1", "b"),
        Status.Code.FAILED_PRECONDITION,
        "IDEMPOTENCY_KEY_REUSED");
    assertThat(numbers()).isEqualTo(1);
  }

  @Test
  void sameKey_isRefused_whileTheFirstIsUnderWay_andReplayedAfterwards() throws Exception {
    ListenableFuture<StringValue> first;
    try (Connection other = core.locking("numbers")) {
      first = begin(ANN, "key-1", "a");
      await().until(() -> TestDatabase.waitingForALock() == 1);

      core.assertFails(
          () -> write(ADD, ANN, "key-1", "a"), Status.Code.ABORTED, "IDEMPOTENCY_KEY_IN_USE");
      other.rollback();
    }
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(StringValue.of("1"));

    assertThat(write(ADD, ANN, "key-1", "a")).isEqualTo(new Given(StringValue.of("1"), true));
  }

  @Test
  void sixteenAtOnce_addOneNumber() throws Exception {
    List<ListenableFuture<StringValue>> calls =
        IntStream.range(0, 16).mapToObj(_ -> begin(ANN, "key-1", "a")).toList();

    for (ListenableFuture<StringValue> call : calls) {
      await().until(call::isDone);
    }

    assertThat(numbers()).isEqualTo(1);
    assertThat(write(ADD, ANN, "key-1", "a").replayed()).isTrue();
  }

  @Test
  void decidedRefusal_isStored_andItsWorkUndone() throws Exception {
    work.set(
        handle -> {
          add(handle);
          throw Failure.failedPrecondition("SPENT", "The coupon is spent.")
              .with(Int32Value.of(5000))
              .decided();
        });
    StatusRuntimeException first = refused("key-1");
    work.set(IdempotentWritesIT::add);

    StatusRuntimeException again = refused("key-1");

    assertThat(StatusProto.fromThrowable(again)).isEqualTo(StatusProto.fromThrowable(first));
    com.google.rpc.Status status = requireNonNull(StatusProto.fromThrowable(again));
    assertThat(status.getDetails(0).unpack(ErrorInfo.class).getReason()).isEqualTo("SPENT");
    assertThat(status.getDetails(1).unpack(Int32Value.class).getValue()).isEqualTo(5000);
    assertThat(isReplayed(first.getTrailers())).isFalse();
    assertThat(isReplayed(again.getTrailers())).isTrue();
    assertThat(numbers()).isZero();
  }

  @Test
  void otherFailures_leaveNothing_soThatTheKeyWorksLater() throws Exception {
    work.set(
        handle -> {
          add(handle);
          throw Failure.failedPrecondition("NOT_YET", "Not decided.");
        });
    assertThat(refused("key-1").getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    work.set(
        handle -> {
          add(handle);
          throw new IllegalStateException("a bug");
        });
    assertThat(refused("key-1").getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(count("idempotency_keys")).isZero();
    work.set(IdempotentWritesIT::add);

    assertThat(write(ADD, ANN, "key-1", "a")).isEqualTo(new Given(StringValue.of("1"), false));
  }

  @Test
  void callThatEndsInTheMiddle_leavesNothing() throws Exception {
    try (Connection other = core.locking("numbers")) {
      ListenableFuture<StringValue> call = begin(ANN, "key-1", "a");
      await().until(() -> TestDatabase.waitingForALock() == 1);
      call.cancel(true);
      await().until(() -> TestDatabase.waitingForALock() == 0);
      other.rollback();
    }

    await()
        .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
        .until(() -> !write(ADD, ANN, "key-1", "a").replayed());
    assertThat(numbers()).isEqualTo(1);
  }

  @Test
  void key_isKeptForADay() throws Exception {
    write(ADD, ANN, "key-1", "a");
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    keys.get().removeOld();
    assertThat(write(ADD, ANN, "key-1", "a").replayed()).isTrue();

    clock.advance(Duration.ofSeconds(1));

    assertThat(write(ADD, ANN, "key-1", "b").replayed()).isFalse();
    assertThat(numbers()).isEqualTo(2);
    clock.advance(Duration.ofHours(24));
    keys.get().removeOld();
    assertThat(count("idempotency_keys")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words"})
  void malformedKey_isRefused(String key) {
    core.assertFails(
        () -> write(ADD, ANN, key, "a"), Status.Code.INVALID_ARGUMENT, "INVALID_IDEMPOTENCY_KEY");
  }

  @Test
  void longestKey_isTaken_andALongerOneIsRefused() throws Exception {
    assertThat(write(ADD, ANN, "~".repeat(255), "a").replayed()).isFalse();

    core.assertFails(
        () -> write(ADD, ANN, "~".repeat(256), "a"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_IDEMPOTENCY_KEY");
  }

  @Test
  void missingKey_isRefused_whereOneIsRequired() throws Exception {
    core.assertFails(
        () -> write(PAY, ANN, null, "a"), Status.Code.INVALID_ARGUMENT, "MISSING_IDEMPOTENCY_KEY");

    assertThat(write(PAY, ANN, "key-1", "a").response()).isEqualTo(StringValue.of("1"));
  }

  private ServerServiceDefinition service(IdempotentWrites writes) {
    return ServerServiceDefinition.builder("harbor.test.v1.Numbers")
        .addMethod(
            ADD,
            ServerCalls.asyncUnaryCall(
                (request, observer) ->
                    writes.answer(observer, request, handle -> work.get().withHandle(handle))))
        .addMethod(
            PAY,
            ServerCalls.asyncUnaryCall(
                (request, observer) ->
                    writes
                        .keyRequired()
                        .answer(observer, request, handle -> work.get().withHandle(handle))))
        .build();
  }

  private static StringValue add(Handle handle) {
    return StringValue.of(
        handle
            .createQuery(
                "INSERT INTO numbers SELECT coalesce(max(n), 0) + 1 FROM numbers RETURNING n")
            .mapTo(String.class)
            .one());
  }

  private Given write(
      MethodDescriptor<StringValue, StringValue> method,
      Caller caller,
      @Nullable String key,
      String text) {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    Channel channel =
        ClientInterceptors.intercept(
            as(caller, key), MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    StringValue response =
        ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, StringValue.of(text));
    return new Given(response, isReplayed(headers.get()));
  }

  private ListenableFuture<StringValue> begin(Caller caller, String key, String text) {
    return ClientCalls.futureUnaryCall(
        as(caller, key).newCall(ADD, CallOptions.DEFAULT), StringValue.of(text));
  }

  private StatusRuntimeException refused(String key) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> write(ADD, ANN, key, "a"));
  }

  private Channel as(Caller caller, @Nullable String key) {
    Metadata metadata = new Metadata();
    if (key != null) {
      metadata.put(CallMetadata.IDEMPOTENCY_KEY, key);
    }
    return ClientInterceptors.intercept(
        core.onBehalfOf(caller), MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static boolean isReplayed(@Nullable Metadata metadata) {
    return metadata != null && "true".equals(metadata.get(CallMetadata.IDEMPOTENCY_REPLAYED));
  }

  private int numbers() throws Exception {
    return count("numbers");
  }

  private int count(String table) throws Exception {
    try (Connection connection = core.connection();
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT count(*) FROM numbers." + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static MethodDescriptor<StringValue, StringValue> method(String name) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Numbers/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setSchemaDescriptor(
            TestContract.of(
                Access.newBuilder().addCallers("web-bff").setSubject(Subject.SUBJECT_ANY).build()))
        .build();
  }
}
