package harbor.kit.client.identity;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service tokens of one process, which say to a core service who calls it and on whose behalf:
 * a JSON Web Token signed with ES256 (RFC 7519, 7515), {@code iss} the process, {@code aud} the
 * service, {@code sub} the {@link harbor.kit.client.Caller#subject}, {@code act} the processes that
 * the call comes through (RFC 8693, section 4.1), the nearest outside.
 *
 * <p>A signature costs more than a page: a token is used again until a quarter of a minute before
 * its end. It goes on with each try of a call at the moment when that is sent. Thread-safe.
 *
 * <p>A process {@link #withPeople that has tokens of people} from elsewhere signs none for a person
 * on whose behalf it calls by itself. What has come through another process already it signs as
 * ever: a core service that calls another one vouches for the subject that it has verified, and for
 * an order that it carries on, for its owner.
 */
public final class ServiceTokens {
  /** Of a token's header: nothing else that somebody signed is one. */
  public static final JOSEObjectType TYPE = new JOSEObjectType("harbor-service+jwt");

  /** Carries the token: {@code Bearer ...}. */
  public static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Before the token in {@link #AUTHORIZATION}. */
  public static final String SCHEME = "Bearer ";

  private static final Logger log = LoggerFactory.getLogger(ServiceTokens.class);
  private static final Duration MARGIN = Duration.ofSeconds(15);
  private static final long MAX_TOKENS = 20_000;

  private final String process;
  private final Duration lifetime;
  private final InstantSource clock;
  private final Reread<Signing> signing;
  private final Cache<Use, Token> tokens;
  private final @Nullable PersonTokens people;

  /** What a token is good for. */
  private record Use(String service, Identity identity) {}

  /** What a process signs with. */
  private record Signing(String kid, JWSSigner signer) {}

  private record Token(String header, String kid, Instant from, Instant until) {
    boolean isGood(Signing now, Instant at) {
      return kid.equals(now.kid()) && !at.isBefore(from) && at.isBefore(until);
    }
  }

  private ServiceTokens(
      String process,
      Duration lifetime,
      InstantSource clock,
      Reread<Signing> signing,
      Cache<Use, Token> tokens,
      @Nullable PersonTokens people) {
    this.process = process;
    this.lifetime = lifetime;
    this.clock = clock;
    this.signing = signing;
    this.tokens = tokens;
    this.people = people;
  }

  /**
   * Tokens that a process signs with the first of its private keys, as its file says now.
   *
   * @param process its name
   * @param lifetime of a token, more than 15 seconds
   * @throws harbor.kit.runtime.StartFailed when its key cannot be read
   */
  public static ServiceTokens of(
      String process, Duration lifetime, KeyFiles files, InstantSource clock) {
    return of(process, lifetime, files, clock, System::nanoTime);
  }

  static ServiceTokens of(
      String process,
      Duration lifetime,
      KeyFiles files,
      InstantSource clock,
      LongSupplier nanoTime) {
    return new ServiceTokens(
        process,
        lifetime,
        clock,
        new Reread<>(
            () -> files.signingState(process), () -> signing(files.signing(process)), nanoTime),
        Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(lifetime).build(),
        null);
  }

  /** The same, whose calls for people go out with these tokens instead of signed ones. */
  public ServiceTokens withPeople(PersonTokens others) {
    return new ServiceTokens(process, lifetime, clock, signing, tokens, others);
  }

  private static Signing signing(ECKey key) {
    try {
      return new Signing(key.getKeyID(), new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("key: not usable for ES256", e);
    }
  }

  /**
   * Options of a call with a token in them, which is chosen when the call is sent: after it has
   * waited for a connection, and anew for each try. A call that gets no token of a person in three
   * quarters of its time ends with UNAVAILABLE, {@link PersonTokenUnavailable} being its cause.
   *
   * @param service the service that is called
   * @param identity who is behind the call so far; this process is added
   * @param executor where a call that has waited for its token goes on
   */
  public CallOptions on(CallOptions options, String service, Identity identity, Executor executor) {
    Use use = new Use(service, identity);
    PersonTokens others = people;
    return options.withCallCredentials(
        others != null && isForPerson(identity)
            ? new PersonCredentials(others, use, executor, deadline(options))
            : new Credentials(use));
  }

  private static boolean isForPerson(Identity identity) {
    return identity.caller().isUser() && identity.processes().isEmpty();
  }

  private static @Nullable Deadline deadline(CallOptions options) {
    Deadline own = options.getDeadline();
    Deadline outer = Context.current().getDeadline();
    return own == null || outer == null ? (own == null ? outer : own) : own.minimum(outer);
  }

  /** Puts tokens into the calls of a channel, on behalf of whom the current context is. */
  public ClientInterceptor interceptor(String service) {
    return interceptor(service, UnaryOperator.identity());
  }

  /**
   * Puts tokens into the calls of a channel.
   *
   * @param identity who is behind a call, made of those behind the current context
   */
  public ClientInterceptor interceptor(String service, UnaryOperator<Identity> identity) {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(
            method, on(options, service, identity.apply(Identity.current()), Runnable::run));
      }
    };
  }

  /**
   * What {@link #AUTHORIZATION} says now, for whoever puts it there by other means than {@link
   * #on}.
   *
   * @throws IllegalArgumentException when this process does not sign for the person
   */
  public String header(String service, Identity identity) {
    if (people != null && isForPerson(identity)) {
      throw new IllegalArgumentException("identity: a person (expected: what this process signs)");
    }
    return header(new Use(service, identity));
  }

  private String header(Use use) {
    Signing now = signing.get();
    Instant at = clock.instant();
    Token known = tokens.getIfPresent(use);
    if (known != null && known.isGood(now, at)) {
      return known.header();
    }
    return requireNonNull(tokens.asMap().compute(use, (_, other) -> renewed(other, use, now, at)))
        .header();
  }

  private Token renewed(@Nullable Token other, Use use, Signing now, Instant at) {
    if (other != null && other.isGood(now, at)) {
      return other;
    }
    Identity identity = use.identity();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(process)
            .audience(use.service())
            .claim("act", act(process, identity.processes()))
            .issueTime(Date.from(at))
            .expirationTime(Date.from(at.plus(lifetime)));
    if (!identity.caller().isAnonymous()) {
      claims.subject(identity.caller().subject());
    }
    if (!identity.caller().roles().isEmpty()) {
      claims.claim("roles", identity.caller().roles().stream().sorted().toList());
    }
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(now.kid()).build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(now.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("A service token cannot be signed", e);
    }
    return new Token(SCHEME + token.serialize(), now.kid(), at, at.plus(lifetime).minus(MARGIN));
  }

  private static Map<String, Object> act(String process, List<String> before) {
    return before.isEmpty()
        ? Map.of("sub", process)
        : Map.of("sub", process, "act", act(before.getFirst(), before.subList(1, before.size())));
  }

  private final class Credentials extends CallCredentials {
    private final Use use;

    Credentials(Use use) {
      this.use = use;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
      Metadata headers = new Metadata();
      try {
        headers.put(AUTHORIZATION, header(use));
      } catch (RuntimeException e) {
        log.error("{} has no service token for {}", process, use.service(), e);
        applier.fail(Status.INTERNAL.withDescription("No service token"));
        return;
      }
      applier.apply(headers);
    }
  }

  /** Those of a person, which come later. */
  private static final class PersonCredentials extends CallCredentials {
    private final PersonTokens people;
    private final Use use;
    private final Executor executor;
    private final @Nullable Deadline deadline;

    PersonCredentials(
        PersonTokens people, Use use, Executor executor, @Nullable Deadline deadline) {
      this.people = people;
      this.use = use;
      this.executor = executor;
      this.deadline = deadline;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor unused, MetadataApplier applier) {
      CompletableFuture<String> token = people.of(use.identity().caller().id(), use.service());
      if (token.isDone()) {
        var _ = token.whenComplete((given, _) -> apply(given, applier));
      } else {
        var _ = inTime(token).whenCompleteAsync((given, _) -> apply(given, applier), executor);
      }
    }

    /** A provider that is silent is no service that is late. */
    private CompletableFuture<String> inTime(CompletableFuture<String> token) {
      CompletableFuture<String> own = token.copy();
      return deadline == null
          ? own
          : own.orTimeout(
              deadline.timeRemaining(TimeUnit.NANOSECONDS) / 4 * 3, TimeUnit.NANOSECONDS);
    }

    /** Why there is none, whoever asked for it has logged: a status may leave the process. */
    private static void apply(@Nullable String token, MetadataApplier applier) {
      if (token == null) {
        applier.fail(
            Status.UNAVAILABLE
                .withDescription("No token for the person")
                .withCause(new PersonTokenUnavailable()));
        return;
      }
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, SCHEME + token);
      applier.apply(headers);
    }
  }
}
