package harbor.kit.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.StringValue;
import com.nimbusds.jwt.JWTClaimsSet;
import harbor.kit.client.Caller;
import harbor.kit.client.Channels;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.AuditLog;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.kit.service.call.Answer;
import harbor.kit.service.call.Failure;
import harbor.kit.testing.LogCapture;
import harbor.type.v1.Access;
import harbor.type.v1.AccountsServiceGrpc;
import harbor.type.v1.FindAccountRequest;
import harbor.type.v1.FindAccountResponse;
import harbor.type.v1.Subject;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Core services that say who calls them, over sockets. */
class CallerCheckIT {
  private static final Caller MARIA = Caller.user("maria");
  private static final Caller ADMIN = Caller.user("root", Set.of("admin"));
  private static final Caller GUEST = Caller.guest("g");

  private static final MethodDescriptor<StringValue, StringValue> ANYBODY =
      method("Anybody", access(Subject.SUBJECT_ANY).addCallers("orders"));
  private static final MethodDescriptor<StringValue, StringValue> GUESTS =
      method("Guests", access(Subject.SUBJECT_GUEST_OR_USER));
  private static final MethodDescriptor<StringValue, StringValue> USERS =
      method("Users", access(Subject.SUBJECT_USER));
  private static final MethodDescriptor<StringValue, StringValue> ADMINS =
      method("Admins", access(Subject.SUBJECT_USER).setRole("admin"));
  private static final MethodDescriptor<StringValue, StringValue> NOBODY =
      method("Nobody", access(Subject.SUBJECT_NONE));

  private final SettableClock clock = new SettableClock();
  private final TestCore carts =
      TestCore.calling(
          CoreProcess.of(
              "carts",
              0,
              core ->
                  core.serves(() -> service(_ -> said(), ANYBODY, GUESTS, USERS, ADMINS, NOBODY))),
          clock,
          (_, _) -> "none.invalid:1");

  private record Says(Write<String, String> anybody) {
    static Says of(Channels channels) {
      return new Says(channels.write(ANYBODY, StringValue::of, StringValue::getValue));
    }
  }

  @AfterEach
  void close() {
    carts.close();
  }

  @Test
  void call_isLetIn_onBehalfOfWhomItsContractWants() {
    assertThat(ask(ANYBODY, Caller.ANONYMOUS)).isEqualTo(" through [web-bff]");
    assertThat(ask(ANYBODY, GUEST)).isEqualTo("guest:g through [web-bff]");
    assertThat(ask(GUESTS, GUEST)).isEqualTo("guest:g through [web-bff]");
    assertThat(ask(USERS, MARIA)).isEqualTo("user:maria through [web-bff]");
    assertThat(ask(ADMINS, ADMIN)).isEqualTo("user:root[admin] through [web-bff]");
    assertThat(ask(NOBODY, Caller.ANONYMOUS)).isEqualTo(" through [web-bff]");
  }

  @Test
  void call_isRefused_onBehalfOfAnybodyElse() {
    refused(GUESTS, Caller.ANONYMOUS, Status.Code.UNAUTHENTICATED, "NO_CALLER");
    refused(USERS, Caller.ANONYMOUS, Status.Code.UNAUTHENTICATED, "NO_CALLER");
    refused(USERS, GUEST, Status.Code.UNAUTHENTICATED, "NO_CALLER");
    refused(ADMINS, MARIA, Status.Code.PERMISSION_DENIED, "ROLE_REQUIRED");
    refused(NOBODY, MARIA, Status.Code.PERMISSION_DENIED, "NOT_ALLOWED");
  }

  /** The token alone says who calls for whom. */
  @Test
  void metadataBesideTheToken_isNotBelieved() {
    for (String name :
        List.of("x-user-id", "x-service-account", "x-harbor-subject", "baggage", "act", "sub")) {
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER),
          "user:root[admin] through orders");
      ClientInterceptor beside = MetadataUtils.newAttachHeadersInterceptor(headers);

      assertThat(ask(ClientInterceptors.intercept(carts.onBehalfOf(GUEST), beside), ANYBODY))
          .isEqualTo("guest:g through [web-bff]");
      carts.assertFails(
          () -> ask(ClientInterceptors.intercept(carts.onBehalfOf(MARIA), beside), ADMINS),
          Status.Code.PERMISSION_DENIED,
          "ROLE_REQUIRED");
      carts.assertFails(
          () -> ask(ClientInterceptors.intercept(carts.unsigned(), beside), ANYBODY),
          Status.Code.UNAUTHENTICATED,
          "INVALID_SERVICE_TOKEN");
    }
  }

  @Test
  void audit_hasOneLineOfWhoIsRefused_withoutTheToken() {
    try (LogCapture audit = LogCapture.of(AuditLog.LOGGER)) {
      for (int i = 0; i < 3; i++) {
        refused(ADMINS, MARIA, Status.Code.PERMISSION_DENIED, "ROLE_REQUIRED");
        carts.assertFails(
            () -> ask(carts.unsigned(), ADMINS),
            Status.Code.UNAUTHENTICATED,
            "INVALID_SERVICE_TOKEN");
      }
      assertThat(ask(ADMINS, ADMIN)).isNotEmpty();

      assertThat(audit.messages())
          .containsExactly(
              "act=refusal process=carts code=ROLE_REQUIRED what=harbor.test.v1.Test/Admins caller="
                  + MARIA.hash()
                  + " by=web-bff",
              "act=refusal process=carts code=INVALID_SERVICE_TOKEN what=harbor.test.v1.Test/Admins"
                  + " caller=- by=-");
    }
  }

  @Test
  void limit_isOfTheProcessThatSignedTheToken_whereverItCallsFrom() {
    try (TestCore core =
        TestCore.limited(
            CoreProcess.of("carts", 0, one -> one.serves(() -> service(_ -> said(), ANYBODY))),
            clock,
            1)) {
      await().until(() -> isLimited(core, "web-bff"));

      assertThat(isLimited(core, "mobile-bff")).isFalse();
      // Who is not let in takes nothing from anybody, and is told why.
      core.assertFails(
          () -> ask(core.unsigned(), ANYBODY),
          Status.Code.UNAUTHENTICATED,
          "INVALID_SERVICE_TOKEN");
    }
  }

  private boolean isLimited(TestCore core, String process) {
    try {
      ask(core.with(TestTokens.calling(process, "carts", MARIA, clock)), ANYBODY);
      return false;
    } catch (StatusRuntimeException refused) {
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      return true;
    }
  }

  @Test
  void serviceThatWasCalled_callsOn_onBehalfOfTheSame_throughItself() {
    try (TestCore orders =
        TestCore.calling(
            CoreProcess.of(
                "orders",
                0,
                core -> {
                  Says client = core.client(Service.of("carts", 1, Says::of));
                  return core.serves(() -> service(client.anybody()::call, ANYBODY));
                }),
            clock,
            (_, _) -> "127.0.0.1:" + carts.port())) {
      assertThat(ask(orders, ANYBODY, MARIA)).isEqualTo("user:maria through [orders, web-bff]");
      assertThat(ask(orders, ANYBODY, Caller.ANONYMOUS)).isEqualTo(" through [orders, web-bff]");
    }
  }

  @Test
  void personOfTheProvider_isTheUserWhoseAccountTheyHave_orNobodyKnowsNow() {
    CoreProcess process =
        CoreProcess.of(
            "carts", 0, one -> one.serves(() -> service(_ -> said(), GUESTS, USERS, ADMINS)));
    try (TestProvider provider = new TestProvider();
        TestCore users =
            TestCore.calling(
                CoreProcess.of("users", 0, one -> one.serves(new EverybodysAccount())),
                clock,
                (_, _) -> "none.invalid:1");
        TestCore core =
            TestCore.exchanging(
                process, clock, (_, _) -> "127.0.0.1:" + users.port(), provider.issuer())) {
      assertThat(ask(core.with(bearing(provider, "ada")), ADMINS))
          .isEqualTo("user:u-ada[admin] through [web-bff]");
      core.assertFails(
          () -> ask(core, USERS, MARIA), Status.Code.UNAUTHENTICATED, "INVALID_SERVICE_TOKEN");
      assertThat(ask(core, GUESTS, GUEST)).isEqualTo("guest:g through [web-bff]");
      core.assertFails(
          () -> ask(core.with(bearing(provider, "nobody")), USERS),
          Status.Code.UNAUTHENTICATED,
          "INVALID_SERVICE_TOKEN");

      users.stop();

      core.assertFails(
          () -> ask(core.with(bearing(provider, "ben")), USERS),
          Status.Code.UNAVAILABLE,
          "CALLER_UNKNOWN_NOW");
      clock.advance(Duration.ofSeconds(1));
      assertThat(ask(core.with(bearing(provider, "ada")), USERS))
          .as("a further token of hers")
          .startsWith("user:u-ada");
    }
  }

  /** Of everybody but nobody. */
  private static final class EverybodysAccount extends AccountsServiceGrpc.AccountsServiceImplBase {
    @Override
    public void findAccount(
        FindAccountRequest request, StreamObserver<FindAccountResponse> observer) {
      Answer.answer(
          observer,
          () -> {
            if (request.getSubject().equals("nobody")) {
              throw Failure.notFound("UNKNOWN_USER", "There is no such user.");
            }
            return FindAccountResponse.newBuilder().setUserId("u-" + request.getSubject()).build();
          });
    }
  }

  private ClientInterceptor bearing(TestProvider provider, String subject) {
    Metadata headers = new Metadata();
    headers.put(
        ServiceTokens.AUTHORIZATION,
        provider.signed(
            new JWTClaimsSet.Builder()
                .issuer(provider.issuer().issuer())
                .subject(subject)
                .audience("carts")
                .claim("azp", "web-bff")
                .claim("roles", List.of("admin"))
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                .build()));
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** A stream lives on when its token has ended; the next one has a token of its own time. */
  @Test
  void stream_isCheckedWhenItBegins() {
    MethodDescriptor<StringValue, StringValue> watch =
        NOBODY.toBuilder().setType(MethodType.SERVER_STREAMING).build();
    List<StreamObserver<StringValue>> open = Collections.synchronizedList(new ArrayList<>());
    try (TestCore core =
        TestCore.calling(
            CoreProcess.of(
                "stock",
                0,
                declared ->
                    declared.serves(
                        () ->
                            ServerServiceDefinition.builder("harbor.test.v1.Test")
                                .addMethod(
                                    watch,
                                    ServerCalls.asyncServerStreamingCall(
                                        (StringValue _, StreamObserver<StringValue> observer) ->
                                            open.add(observer)))
                                .build())),
            clock,
            (_, _) -> "none.invalid:1")) {
      Channel channel = core.channel();
      List<String> told = watch(channel, watch);
      await().until(() -> open.size() == 1);

      clock.advance(Duration.ofMinutes(10));
      open.getFirst().onNext(StringValue.of("still"));
      await().until(() -> told.equals(List.of("still")));
      open.getFirst().onCompleted();
      List<String> again = watch(channel, watch);
      await().until(() -> open.size() == 2);
      open.getLast().onNext(StringValue.of("again"));

      await().until(() -> again.equals(List.of("again")));
      assertThat(told).containsExactly("still", "end OK");
    }
  }

  @Test
  void service_doesNotStart_whenAMethodSaysNotWhoMayCallIt() {
    for (MethodDescriptor<StringValue, StringValue> method :
        List.of(
            ANYBODY.toBuilder().setSchemaDescriptor(null).build(),
            ANYBODY.toBuilder()
                .setSchemaDescriptor(TestContract.of(MethodOptions.getDefaultInstance()))
                .build(),
            method("Anybody", Access.newBuilder().addCallers("web-bff")),
            method("Anybody", Access.newBuilder().setSubject(Subject.SUBJECT_ANY)))) {
      CoreProcess process =
          CoreProcess.of("stock", 0, core -> core.serves(() -> service(_ -> said(), method)));

      assertThatThrownBy(() -> TestCore.calling(process, clock, (_, _) -> "none.invalid:1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("harbor.test.v1.Test/Anybody: nobody may call it");
    }
  }

  private String ask(MethodDescriptor<StringValue, StringValue> method, Caller caller) {
    return ask(carts, method, caller);
  }

  private static String ask(
      TestCore core, MethodDescriptor<StringValue, StringValue> method, Caller caller) {
    return ask(core.onBehalfOf(caller), method);
  }

  private static String ask(Channel channel, MethodDescriptor<StringValue, StringValue> method) {
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, StringValue.of(""))
        .getValue();
  }

  private void refused(
      MethodDescriptor<StringValue, StringValue> method,
      Caller caller,
      Status.Code code,
      String reason) {
    carts.assertFails(() -> ask(method, caller), code, reason);
  }

  private static List<String> watch(
      Channel channel, MethodDescriptor<StringValue, StringValue> method) {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    ClientCalls.asyncServerStreamingCall(
        channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MINUTES)),
        StringValue.of(""),
        new StreamObserver<>() {
          @Override
          public void onNext(StringValue value) {
            told.add(value.getValue());
          }

          @Override
          public void onError(Throwable failure) {
            told.add("end " + Status.fromThrowable(failure).getCode());
          }

          @Override
          public void onCompleted() {
            told.add("end OK");
          }
        });
    return told;
  }

  private static String said() {
    Identity identity = Identity.current();
    Set<String> roles = identity.caller().roles();
    return "%s%s through %s"
        .formatted(identity.caller().subject(), roles.isEmpty() ? "" : roles, identity.processes());
  }

  @SafeVarargs
  private static ServerServiceDefinition service(
      Function<String, String> work, MethodDescriptor<StringValue, StringValue>... methods) {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder("harbor.test.v1.Test");
    for (MethodDescriptor<StringValue, StringValue> method : methods) {
      service.addMethod(
          method,
          ServerCalls.asyncUnaryCall(
              (StringValue request, StreamObserver<StringValue> observer) ->
                  Answer.answer(observer, () -> StringValue.of(work.apply(request.getValue())))));
    }
    return service.build();
  }

  private static Access.Builder access(Subject subject) {
    return Access.newBuilder().addCallers("*-bff").setSubject(subject);
  }

  private static MethodDescriptor<StringValue, StringValue> method(
      String name, Access.Builder access) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Test/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setSchemaDescriptor(TestContract.of(access.build()))
        .build();
  }
}
