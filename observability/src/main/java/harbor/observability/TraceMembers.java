package harbor.observability;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tracestate} as it was read: the library's own builder silently leaves out keys that
 * level 2 of the standard allows.
 *
 * @param asMap valid members, the newest first
 */
record TraceMembers(Map<String, String> asMap) implements TraceState {
  TraceMembers {
    asMap = Collections.unmodifiableMap(new LinkedHashMap<>(asMap));
  }

  @Override
  public @Nullable String get(String key) {
    return asMap.get(key);
  }

  @Override
  public int size() {
    return asMap.size();
  }

  @Override
  public boolean isEmpty() {
    return asMap.isEmpty();
  }

  @Override
  public void forEach(BiConsumer<String, String> consumer) {
    asMap.forEach(consumer);
  }

  /** For whoever changes it: with what the library's builder takes. */
  @Override
  public TraceStateBuilder toBuilder() {
    TraceStateBuilder builder = TraceState.builder();
    // it puts each before those that it has
    List.copyOf(asMap.entrySet()).reversed().forEach(m -> builder.put(m.getKey(), m.getValue()));
    return builder;
  }
}
