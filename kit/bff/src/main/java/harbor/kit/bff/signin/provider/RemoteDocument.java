package harbor.kit.bff.signin.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A document of the provider, loaded when it is first asked for: kept for a while, renewed by one
 * request at a time, and used on when it cannot be renewed. Thread-safe.
 */
final class RemoteDocument<T> {
  /** A provider that is down is not asked by every request. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Supplier<CompletableFuture<T>> source;
  private final Duration maxAge;
  private final Duration minAge;
  private final InstantSource clock;

  @GuardedBy("this")
  private @Nullable Loaded<T> loaded;

  @GuardedBy("this")
  private @Nullable Failed failed;

  @GuardedBy("this")
  private @Nullable CompletableFuture<T> flight;

  private record Loaded<T>(T document, Instant at) {}

  private record Failed(Throwable cause, Instant at) {}

  /**
   * Not loaded yet.
   *
   * @param maxAge after which it is renewed
   * @param minAge before which it is not, whoever asks for a newer one
   */
  RemoteDocument(
      Supplier<CompletableFuture<T>> source,
      Duration maxAge,
      Duration minAge,
      InstantSource clock) {
    this.source = source;
    this.maxAge = maxAge;
    this.minAge = minAge;
    this.clock = clock;
  }

  /** The document; fails when there never was one and it cannot be had now. */
  synchronized CompletableFuture<T> get() {
    Loaded<T> known = loaded;
    if (known == null) {
      return load();
    }
    return isPast(known.at, maxAge)
        ? load().exceptionally(_ -> known.document)
        : CompletableFuture.completedFuture(known.document);
  }

  /** A newer one where it is old enough; fails when that cannot be had now. */
  synchronized CompletableFuture<T> newer() {
    Loaded<T> known = loaded;
    return known == null || isPast(known.at, minAge)
        ? load()
        : CompletableFuture.completedFuture(known.document);
  }

  private synchronized CompletableFuture<T> load() {
    CompletableFuture<T> under = flight;
    if (under != null) {
      return under.copy();
    }
    Failed last = failed;
    if (last != null && !isPast(last.at, AFTER_FAILURE)) {
      return CompletableFuture.failedFuture(last.cause);
    }
    CompletableFuture<T> begun = new CompletableFuture<>();
    flight = begun;
    var _ =
        source
            .get()
            .whenComplete(
                (document, failure) -> {
                  ended(document, failure);
                  if (failure == null) {
                    begun.complete(document);
                  } else {
                    begun.completeExceptionally(failure);
                  }
                });
    return begun.copy();
  }

  private synchronized void ended(@Nullable T document, @Nullable Throwable failure) {
    flight = null;
    failed = failure == null ? null : new Failed(failure, clock.instant());
    if (document != null) {
      loaded = new Loaded<>(document, clock.instant());
    }
  }

  private boolean isPast(Instant at, Duration age) {
    return !clock.instant().isBefore(at.plus(age));
  }
}
