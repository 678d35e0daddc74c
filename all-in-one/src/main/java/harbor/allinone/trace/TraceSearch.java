package harbor.allinone.trace;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks for a trace in one place after the other. Spans arrive some seconds after they ended, each
 * process's for itself: a young trace is looked for again until it is likely to be whole.
 */
final class TraceSearch {
  /** The longest that a process keeps a span to itself, by OpenTelemetry's defaults, and a bit. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** The same, as {@code ./harbor up} sets it. */
  private static final Duration USUAL = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final List<TraceSource> sources;
  private final InstantSource clock;
  private final Consumer<Duration> pause;
  private final List<String> failures = new ArrayList<>();

  /**
   * Nothing is looked for yet.
   *
   * @param sources the one to be preferred first
   * @param pause waits that long
   */
  TraceSearch(List<TraceSource> sources, InstantSource clock, Consumer<Duration> pause) {
    this.sources = List.copyOf(sources);
    this.clock = clock;
    this.pause = pause;
  }

  /** A trace, and what says where it was found. */
  record Found(Trace trace, String source) {}

  /** Empty when no source has it within some seconds. */
  Optional<Found> find(String traceId) {
    Instant end = clock.instant().plus(PATIENCE);
    Optional<Found> found = look(traceId);
    while (!found.map(this::isWhole).orElse(false) && clock.instant().isBefore(end)) {
      pause.accept(PAUSE);
      found = look(traceId);
    }
    return found;
  }

  /** Why each source did not have it, in the last look. */
  List<String> failures() {
    return failures;
  }

  private boolean isWhole(Found found) {
    long nanos = found.trace().spans().stream().mapToLong(TraceSpan::endNanos).max().orElseThrow();
    Instant last = Instant.ofEpochSecond(0, nanos);
    Duration age = found.trace().isConnected() ? USUAL : PATIENCE;
    return last.plus(age).isBefore(clock.instant());
  }

  private Optional<Found> look(String traceId) {
    failures.clear();
    for (TraceSource source : sources) {
      try {
        List<TraceSpan> spans = source.spans(traceId);
        if (!spans.isEmpty()) {
          return Optional.of(new Found(new Trace(spans), source.toString()));
        }
        failures.add(source + ": it is not there");
      } catch (IOException e) {
        failures.add(source + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
