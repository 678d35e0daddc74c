package harbor.kit.client.identity;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Empty;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.client.Caller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a process whose tokens for people come from elsewhere, at a service of a test. */
class PersonCallsTest {
  private static final Identity MARIA = Identity.of(Caller.user("maria"));

  private static final MethodDescriptor<Empty, Empty> ECHO =
      MethodDescriptor.<Empty, Empty>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("test.Test/Echo")
          .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .build();

  @TempDir private Path directory = Path.of("");
  private final List<String> received = new CopyOnWriteArrayList<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    new KeyFiles(directory).make(List.of("web-bff"));
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(service()).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void call_forAPerson_carriesTheTokenOfElsewhere_atOnceOrLater() {
    CompletableFuture<String> later = new CompletableFuture<>();
    ServiceTokens tokens =
        tokens((userId, service) -> userId.equals("maria") ? done(userId + "@" + service) : later);

    call(tokens, MARIA);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> call(tokens, Identity.of(Caller.user("paul"))));
    later.complete("late");
    waiting.join();

    assertThat(received).containsExactly("Bearer maria@carts", "Bearer late");
  }

  @Test
  void eachTry_hasTheTokenOfItsTime() {
    List<String> given = List.of("first", "second");
    ServiceTokens tokens = tokens((_, _) -> done(given.get(received.size())));
    CallOptions options = tokens.on(inTime(), "carts", MARIA, Runnable::run);

    ClientCalls.blockingUnaryCall(channel, ECHO, options, Empty.getDefaultInstance());
    ClientCalls.blockingUnaryCall(channel, ECHO, options, Empty.getDefaultInstance());

    assertThat(received).containsExactly("Bearer first", "Bearer second");
  }

  @Test
  void call_forNobodyOrAGuest_isSigned() throws Exception {
    ServiceTokens tokens = tokens((_, _) -> done("elsewhere"));

    call(tokens, Identity.NOBODY);
    call(tokens, Identity.of(Caller.guest("g")));

    assertThat(claims(0).getSubject()).isNull();
    assertThat(claims(1).getSubject()).isEqualTo("guest:g");
    assertThat(claims(1).getIssuer()).isEqualTo("web-bff");
  }

  @Test
  void call_forAPerson_isSigned_whereItCameThroughAnotherProcess_orNoTokensComeFromElsewhere()
      throws Exception {
    call(tokens((_, _) -> done("elsewhere")), new Identity(MARIA.caller(), List.of("mobile-bff")));
    call(signed(), MARIA);

    assertThat(claims(0).getSubject()).isEqualTo("user:maria");
    assertThat(claims(1).getSubject()).isEqualTo("user:maria");
  }

  @Test
  void call_isUnavailable_whenThereIsNoToken_andIsNotSent() {
    Throwable thrown =
        catchThrowable(
            () ->
                call(
                    tokens(
                        (_, _) ->
                            CompletableFuture.failedFuture(new IllegalStateException("secret"))),
                    MARIA));

    assertUnavailable(thrown);
    assertThat(thrown).hasMessageNotContaining("secret");
    assertThat(received).isEmpty();
  }

  /** It would be DEADLINE_EXCEEDED, for which the service would be blamed. */
  @Test
  void call_isUnavailable_whenTheTokenDoesNotComeInTime() {
    CompletableFuture<String> never = new CompletableFuture<>();

    Throwable thrown = catchThrowable(() -> call(tokens((_, _) -> never), MARIA));

    assertUnavailable(thrown);
    assertThat(never).as("goes on for the next call").isNotDone();
  }

  @Test
  void header_isNotSigned_forAPerson() {
    ServiceTokens tokens = tokens((_, _) -> done("elsewhere"));

    assertThatThrownBy(() -> tokens.header("carts", MARIA))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tokens.header("carts", Identity.NOBODY)).startsWith("Bearer ");
  }

  private static void assertUnavailable(Throwable thrown) {
    assertThat(Status.fromThrowable(thrown).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(PersonTokenUnavailable.is(thrown)).isTrue();
  }

  private ServiceTokens tokens(PersonTokens people) {
    return signed().withPeople(people);
  }

  private ServiceTokens signed() {
    return ServiceTokens.of(
        "web-bff", Duration.ofMinutes(2), new KeyFiles(directory), InstantSource.system());
  }

  private void call(ServiceTokens tokens, Identity identity) {
    ClientCalls.blockingUnaryCall(
        channel,
        ECHO,
        tokens.on(inTime(), "carts", identity, Runnable::run),
        Empty.getDefaultInstance());
  }

  private static CallOptions inTime() {
    return CallOptions.DEFAULT.withDeadlineAfter(2, SECONDS);
  }

  private static CompletableFuture<String> done(String token) {
    return CompletableFuture.completedFuture(token);
  }

  private JWTClaimsSet claims(int call) throws Exception {
    return SignedJWT.parse(received.get(call).substring(ServiceTokens.SCHEME.length()))
        .getJWTClaimsSet();
  }

  private ServerServiceDefinition service() {
    return ServerInterceptors.intercept(
        ServerServiceDefinition.builder("test.Test")
            .addMethod(
                ECHO,
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> {
                      observer.onNext(request);
                      observer.onCompleted();
                    }))
            .build(),
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            received.add(String.valueOf(headers.get(ServiceTokens.AUTHORIZATION)));
            return next.startCall(call, headers);
          }
        });
  }
}
