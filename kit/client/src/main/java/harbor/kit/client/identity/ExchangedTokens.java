package harbor.kit.client.identity;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for which a provider is asked: one request at a time for each person and service, and none
 * until 15 seconds before the end of what it gave. After a failure it is not asked again for a
 * second, however many calls there are. Thread-safe.
 */
public final class ExchangedTokens implements PersonTokens {
  private static final Duration MARGIN = Duration.ofSeconds(15);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** A longer life is not made use of. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final long MAX_TOKENS = 20_000;

  private final Exchange exchange;
  private final InstantSource clock;
  private final Cache<Use, Kept> tokens =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(MAX_AGE).build();

  /** Asks the provider. */
  @FunctionalInterface
  public interface Exchange {
    /** A token of a person for a service; fails when there is none. */
    CompletableFuture<Exchanged> of(String userId, String service);
  }

  /** What it gave. */
  public record Exchanged(String token, Instant expiresAt) {
    /** Says nothing of the token. */
    @Override
    public String toString() {
      return "Exchanged[not shown]";
    }
  }

  private record Use(String userId, String service) {}

  /**
   * What is known of a use.
   *
   * @param until when it is not good any more; {@link Instant#MAX} while it is under way
   */
  private record Kept(CompletableFuture<String> token, Instant until) {}

  /** Nothing is asked for yet. */
  public ExchangedTokens(Exchange exchange, InstantSource clock) {
    this.exchange = exchange;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<String> of(String userId, String service) {
    Use use = new Use(userId, service);
    Kept known = tokens.getIfPresent(use);
    if (isGood(known)) {
      return requireNonNull(known).token();
    }
    Kept begun = new Kept(new CompletableFuture<>(), Instant.MAX);
    Kept now =
        requireNonNull(tokens.asMap().compute(use, (_, other) -> isGood(other) ? other : begun));
    if (now.equals(begun)) {
      ask(use, begun);
    }
    return now.token();
  }

  private boolean isGood(@Nullable Kept kept) {
    return kept != null && clock.instant().isBefore(kept.until());
  }

  private void ask(Use use, Kept begun) {
    var _ =
        CompletableFuture.completedFuture(use)
            .thenCompose(asked -> exchange.of(asked.userId(), asked.service()))
            .whenComplete(
                (given, failure) -> {
                  // kept first: whoever is told of the end does not find it under way
                  if (failure == null) {
                    keep(use, begun, given.expiresAt().minus(MARGIN));
                    begun.token().complete(given.token());
                  } else {
                    keep(use, begun, clock.instant().plus(AFTER_FAILURE));
                    begun.token().completeExceptionally(failure);
                  }
                });
  }

  private void keep(Use use, Kept begun, Instant until) {
    tokens.asMap().replace(use, begun, new Kept(begun.token(), until));
  }
}
