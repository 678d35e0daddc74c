package harbor.kit.bff.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * A proxy that makes pictures of other hosts smaller, by the pattern of its addresses.
 *
 * @param pattern an absolute URL with {@code {width}}, {@code {source}} (the picture's own address,
 *     percent-encoded) and, where there is a signature, {@code {signature}} before both
 * @param signature signs what stands after {@code {signature}}
 */
public record Resizer(String pattern, Optional<UrlSignature> signature) {
  private static final String SETTING = "HARBOR_MEDIA_RESIZER";
  private static final String WIDTH = "{width}";
  private static final String SOURCE = "{source}";
  private static final String SIGNATURE = "{signature}";

  static Optional<Resizer> from(Environment environment) {
    Optional<String> pattern =
        environment.optionalText(
            SETTING,
            "Pattern of a resizing proxy's addresses with {width} and {source}, in which the"
                + " pictures of feeds are asked for; {signature} for one that wants it as imgproxy"
                + " does. Without it clients get a feed's own pictures.");
    Optional<UrlSignature> signature = UrlSignature.from(environment);
    return pattern.map(text -> checked(new Resizer(text, signature)));
  }

  private static Resizer checked(Resizer resizer) {
    String pattern = resizer.pattern;
    boolean signs =
        signedPart(pattern).filter(p -> p.contains(WIDTH) && p.contains(SOURCE)).isPresent();
    if (resizer.signature.isPresent() != signs) {
      throw new InvalidSetting(
          SETTING,
          pattern,
          "with {signature} before {width} and {source} exactly when %s is set"
              .formatted(UrlSignature.KEY));
    }
    boolean complete = pattern.contains(WIDTH) && pattern.contains(SOURCE);
    // With a source that no host can be.
    if (!complete || !MediaUrls.isAbsolute(resizer.url("/", 400))) {
      throw new InvalidSetting(
          SETTING, pattern, "an absolute http or https URL with {width} and {source}");
    }
    return resizer;
  }

  /** The address of a picture of this width, in pixels. */
  String url(String source, int width) {
    String url =
        pattern
            .replace(WIDTH, Integer.toString(width))
            .replace(SOURCE, URLEncoder.encode(source, UTF_8).replace("+", "%20"));
    return signature.isEmpty() ? url : signed(url, signature.get());
  }

  private static String signed(String url, UrlSignature signature) {
    return signedPart(url)
        .map(signature::of)
        .map(value -> url.replace(SIGNATURE, value))
        .orElse(url);
  }

  /** What stands after the signature, from its slash on. */
  private static Optional<String> signedPart(String url) {
    int at = url.indexOf(SIGNATURE);
    return at < 0 ? Optional.empty() : Optional.of(url.substring(at + SIGNATURE.length()));
  }
}
