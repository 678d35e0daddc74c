package harbor.kit.bff.cache;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.load.EarlyRefresh;
import harbor.kit.bff.cache.shared.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is often done instead: whoever finds nothing fresh asks the service and puts what it says.
 * Used by one thread.
 */
final class NaiveCache {
  private final Map<String, Entry<StringValue>> entries;
  private final Duration freshFor;
  private final EarlyRefresh early;
  private final Function<String, CompletableFuture<StringValue>> service;
  private final LongSupplier millis;
  private final @Nullable Map<String, CompletableFuture<StringValue>> flights;

  /**
   * A cache.
   *
   * @param entries what it holds; several caches may share it
   * @param hasFlight whether those who ask for the same at the same time ask once
   */
  NaiveCache(
      Map<String, Entry<StringValue>> entries,
      Duration freshFor,
      EarlyRefresh early,
      Function<String, CompletableFuture<StringValue>> service,
      LongSupplier millis,
      boolean hasFlight) {
    this.entries = entries;
    this.freshFor = freshFor;
    this.early = early;
    this.service = service;
    this.millis = millis;
    this.flights = hasFlight ? new HashMap<>() : null;
  }

  CompletableFuture<StringValue> get(String id) {
    Entry<StringValue> known = entries.get(id);
    long now = millis.getAsLong();
    if (known == null || now >= known.expiresAt()) {
      return load(id, now);
    }
    if (early.isDue(now, known.expiresAt(), known.loadNanos())) {
      var _ = load(id, now);
    }
    return known.answer();
  }

  void invalidate(String id) {
    entries.remove(id);
  }

  private CompletableFuture<StringValue> load(String id, long at) {
    if (flights == null) {
      return ask(id, at);
    }
    CompletableFuture<StringValue> flight = flights.get(id);
    if (flight == null) {
      flight = ask(id, at);
      flights.put(id, flight);
      var _ = flight.whenComplete((_, _) -> flights.remove(id));
    }
    return flight;
  }

  private CompletableFuture<StringValue> ask(String id, long at) {
    return service
        .apply(id)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                long nanos = (millis.getAsLong() - at) * 1_000_000;
                entries.put(
                    id,
                    new Entry<>(new Entry.Value<>(answer), nanos, at, at + freshFor.toMillis()));
              }
            });
  }
}
