package harbor.kit.bff.events;

import harbor.kit.runtime.Environment;

/**
 * What a BFF takes on of event streams.
 *
 * @param maxStreams open streams at most
 */
public record EventsSettings(int maxStreams) {
  /** What holds when nothing is set. */
  public static final EventsSettings DEFAULTS = new EventsSettings(8_000);

  /** Reads {@code HARBOR_BFF_MAX_STREAMS}. */
  public static EventsSettings from(Environment environment) {
    return new EventsSettings(
        environment.integer(
            "HARBOR_BFF_MAX_STREAMS",
            DEFAULTS.maxStreams,
            0,
            1_000_000,
            "Open event streams of one BFF at most; each also is one of its connections."));
  }
}
