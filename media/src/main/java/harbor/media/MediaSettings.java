package harbor.media;

import harbor.kit.runtime.DrainTime;
import harbor.kit.runtime.Environment;
import java.time.Duration;

/**
 * What media can be told from outside.
 *
 * @param address the address; loopback unless said otherwise
 * @param port the port; 0 lets the system choose
 * @param drain how long requests under way may take to end once it was told to stop
 */
public record MediaSettings(String address, int port, Duration drain) {
  /** The variable that chooses the port. */
  static final String PORT = "HARBOR_MEDIA_PORT";

  /** Reads {@code HARBOR_MEDIA_ADDRESS}, {@code HARBOR_MEDIA_PORT} and {@code HARBOR_DRAIN_MS}. */
  public static MediaSettings from(Environment environment) {
    return new MediaSettings(
        environment.text("HARBOR_MEDIA_ADDRESS", "127.0.0.1", "Address that media listens on."),
        environment.port(PORT, 8088, "HTTP port of media, which serves the shop's own pictures."),
        DrainTime.from(environment));
  }
}
