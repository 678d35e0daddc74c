package harbor.kit.service.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import harbor.kit.client.Service;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.client.identity.TrustedKeys;
import harbor.kit.runtime.AuditLog;
import harbor.kit.service.call.Answer;
import harbor.kit.service.call.Failure;
import harbor.kit.service.identity.TokenVerifier.NotKnown;
import harbor.kit.service.identity.TokenVerifier.Refused;
import harbor.kit.service.identity.TokenVerifier.Verified;
import harbor.observability.TraceIds;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom the contract of a method names.
 *
 * <p>A call without a good service token for this very service ends with UNAUTHENTICATED reason
 * INVALID_SERVICE_TOKEN, one of a process that is not named with PERMISSION_DENIED reason
 * NOT_ALLOWED, one on behalf of somebody else than the contract wants with UNAUTHENTICATED reason
 * NO_CALLER, one of a user without the role with PERMISSION_DENIED reason ROLE_REQUIRED. While the
 * provider's keys or the person's account cannot be had, a call with a token of the provider ends
 * with UNAVAILABLE reason CALLER_UNKNOWN_NOW. A stream is checked when it begins. Who is behind a
 * call that is let in stands in {@link Identity#current}.
 */
public final class CallerCheck implements UnaryOperator<ServerServiceDefinition> {
  private static final Logger log = LoggerFactory.getLogger(CallerCheck.class);

  private final TokenVerifier verifier;
  private final AuditLog audit;

  /** Refusals that were logged a moment ago: a caller that is wrong is wrong a thousand times. */
  private final Cache<String, Boolean> logged =
      Caffeine.newBuilder().maximumSize(100).expireAfterWrite(Duration.ofMinutes(1)).build();

  private final Cache<String, Boolean> audited =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  private CallerCheck(TokenVerifier verifier, AuditLog audit) {
    this.verifier = verifier;
    this.audit = audit;
  }

  /**
   * The check of one service.
   *
   * @param clients makes clients of other core services, whose calls this one signs; asked only
   *     where a provider speaks for people
   * @throws harbor.kit.runtime.StartFailed when there are no keys of callers, or bad ones
   */
  public static CallerCheck of(
      String service, IdentitySettings settings, InstantSource clock, Clients clients) {
    TrustedKeys keys = TrustedKeys.of(settings.keysFor(service));
    Optional<PersonTokenVerifier> people =
        settings
            .people()
            .map(
                provider ->
                    new PersonTokenVerifier(
                        service,
                        provider,
                        ProviderKeys.of(provider),
                        process -> Identity.isBff(process) && keys.isOf(process),
                        clients.open(Accounts.SERVICE)::of));
    return new CallerCheck(
        new TokenVerifier(service, keys, clock, people, settings.isExchanging()),
        new AuditLog(service));
  }

  /** Makes clients of other core services. */
  @FunctionalInterface
  public interface Clients {
    /** A client, whose channel somebody else closes. */
    <C> C open(Service<C> service);
  }

  /**
   * The service with the check around each of its methods.
   *
   * @throws IllegalStateException when a method's contract does not say who may call it
   */
  @Override
  public ServerServiceDefinition apply(ServerServiceDefinition checked) {
    Map<String, AccessRule> rules = new HashMap<>();
    for (ServerMethodDefinition<?, ?> method : checked.getMethods()) {
      MethodDescriptor<?, ?> contract = method.getMethodDescriptor();
      rules.put(contract.getFullMethodName(), AccessRule.of(contract));
    }
    return ServerInterceptors.intercept(checked, new Check(Map.copyOf(rules)));
  }

  private final class Check implements ServerInterceptor {
    private final Map<String, AccessRule> rules;

    Check(Map<String, AccessRule> rules) {
      this.rules = rules;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String method = call.getMethodDescriptor().getFullMethodName();
      return switch (verifier.verify(headers.get(ServiceTokens.AUTHORIZATION))) {
        case Refused(String why) -> {
          log(method, "somebody", "the service token is refused: " + why);
          Failure refusal =
              Failure.unauthenticated(
                  "INVALID_SERVICE_TOKEN", "The service token is refused: " + why + ".");
          audit(method, Identity.NOBODY, refusal);
          yield Answer.refuse(call, refusal);
        }
        case NotKnown(String why) -> {
          log(method, "somebody", "who calls cannot be known now: " + why);
          yield Answer.refuse(
              call,
              Failure.unavailable(
                  "CALLER_UNKNOWN_NOW", "Who calls cannot be known now: " + why + "."));
        }
        case Verified(Identity identity) -> {
          Optional<Failure> refusal = rule(method).refusal(identity);
          if (refusal.isPresent()) {
            if (refusal.get().reason().equals(AccessRule.NOT_ALLOWED)) {
              log(method, identity.process().orElse(""), refusal.get().getMessage());
            }
            audit(method, identity, refusal.get());
            yield Answer.refuse(call, refusal.get());
          }
          yield Contexts.interceptCall(identity.in(Context.current()), call, headers, next);
        }
      };
    }

    private AccessRule rule(String method) {
      AccessRule rule = rules.get(method);
      if (rule == null) {
        throw new IllegalStateException(method + ": not served");
      }
      return rule;
    }
  }

  /** One line a caller, process, method and minute: who asks often is one who asks. */
  private void audit(String method, Identity who, Failure refusal) {
    String caller = who.caller().hash();
    String process = who.process().orElse("-");
    String key = String.join(" ", method, refusal.reason(), process, caller);
    if (audited.asMap().putIfAbsent(key, true) == null) {
      audit
          .refusal(refusal.reason(), method)
          .with("caller", caller)
          .with("by", process)
          .trace(TraceIds.current())
          .write();
    }
  }

  private void log(String method, String process, String why) {
    String sentence = "%s: %s may not call it: %s".formatted(method, process, why);
    if (logged.asMap().putIfAbsent(sentence, true) == null) {
      log.warn("{}", sentence);
    }
  }
}
