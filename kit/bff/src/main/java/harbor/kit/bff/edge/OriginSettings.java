package harbor.kit.bff.edge;

import harbor.kit.bff.session.PublicOrigin;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What browsers know a BFF by, and which other origins may read its answers.
 *
 * @param publicOrigin the origin that browsers see
 * @param allowed origins whose scripts may read answers that need no credentials (CORS)
 */
public record OriginSettings(PublicOrigin publicOrigin, List<String> allowed) {
  /** Nothing is known, nobody else may read. */
  public static final OriginSettings NONE = new OriginSettings(PublicOrigin.OF_REQUEST, List.of());

  /** Copies the list. */
  public OriginSettings {
    allowed = List.copyOf(allowed);
  }

  /** Reads {@code HARBOR_<BFF>_PUBLIC_URL} and {@code HARBOR_<BFF>_ORIGINS}. */
  public static OriginSettings from(Environment environment, String bff) {
    String origins = Environment.setting(bff, "ORIGINS");
    return new OriginSettings(
        PublicOrigin.from(environment, bff),
        list(
            origins,
            environment.text(
                origins,
                "",
                "Origins, with commas between, whose scripts may read the answers of "
                    + bff
                    + " (CORS); never with credentials.")));
  }

  /** Whether browsers reach it over TLS. */
  boolean isSecure() {
    return publicOrigin.isSecure();
  }

  /** The host of the public origin. */
  @Nullable String host() {
    return publicOrigin.configured().map(URI::getHost).orElse(null);
  }

  private static List<String> list(String name, String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .map(
            one ->
                PublicOrigin.origin(one)
                    .orElseThrow(
                        () ->
                            new InvalidSetting(name, text, "an origin like https://shop.example")))
        .map(URI::toString)
        .distinct()
        .toList();
  }
}
