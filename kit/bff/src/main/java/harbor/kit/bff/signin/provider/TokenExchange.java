package harbor.kit.bff.signin.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import harbor.kit.client.identity.ExchangedTokens.Exchanged;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the provider for tokens with which a core service is called for a person (OAuth 2.0 Token
 * Exchange, RFC 8693). That there is none is said in the log once a minute for each service and
 * reason, without anything of the person. Thread-safe.
 */
final class TokenExchange {
  private static final Logger log = LoggerFactory.getLogger(TokenExchange.class);

  private final ProviderTokens tokens;
  private final Function<String, CompletionStage<Optional<String>>> people;
  private final Cache<String, Boolean> logged =
      Caffeine.newBuilder().maximumSize(100).expireAfterWrite(Duration.ofMinutes(1)).build();

  /**
   * At the provider.
   *
   * @param people an access token of a user; empty when they are not signed in here
   */
  TokenExchange(ProviderTokens tokens, Function<String, CompletionStage<Optional<String>>> people) {
    this.tokens = tokens;
    this.people = people;
  }

  /** One for a service; fails when there is none. */
  CompletableFuture<Exchanged> of(String userId, String service) {
    return people
        .apply(userId)
        .toCompletableFuture()
        .thenCompose(
            access ->
                tokens.exchange(
                    access.orElseThrow(() -> new ProviderUnavailable("nobody is signed in")),
                    service))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                note(service, ProviderUnavailable.unwrapped(failure));
              }
            });
  }

  /** Of what is not ours the kind alone: texts may hold what was sent. */
  private void note(String service, Throwable failure) {
    String why =
        failure instanceof ProviderUnavailable
            ? String.valueOf(failure.getMessage())
            : failure.getClass().getSimpleName();
    String sentence =
        "The provider gives no tokens to call %s for people: %s".formatted(service, why);
    if (logged.asMap().putIfAbsent(sentence, true) == null) {
      log.warn("{}", sentence);
    }
  }
}
