package harbor.kit.bff.media;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Makes addresses of pictures that a client can load.
 *
 * @param host what stands before paths, without a slash at its end
 * @param resizer what makes the pictures of feeds smaller; without it clients get them as they are
 */
public record MediaUrls(String host, Optional<Resizer> resizer) {
  private static final String SIZE = "{size}";

  /** Without a resizer. */
  public MediaUrls(String host) {
    this(host, Optional.empty());
  }

  /** Reads {@code HARBOR_MEDIA_URL} and {@code HARBOR_MEDIA_RESIZER...}. */
  public static MediaUrls from(Environment environment) {
    return new MediaUrls(
        baseUrl(
            environment,
            "HARBOR_MEDIA_URL",
            "http://localhost:8088",
            "What stands before the paths of the shop's own pictures."),
        Resizer.from(environment));
  }

  /** An absolute http(s) URL without a slash at its end. */
  public static String baseUrl(
      Environment environment, String name, String defaultUrl, String meaning) {
    String url = environment.text(name, defaultUrl, meaning);
    if (!isAbsolute(url)) {
      throw new InvalidSetting(name, url, "an absolute http or https URL");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  static boolean isAbsolute(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /**
   * The address of a picture in one size.
   *
   * @param template an absolute URL or a path, in which {@code {size}} stands for the width; empty
   *     for no picture, which stays empty
   * @param size width in pixels
   */
  public String url(String template, int size) {
    if (template.startsWith("/")) {
      return host + sized(template, size);
    }
    return template.isEmpty() || template.contains(SIZE)
        ? sized(template, size)
        : resizer.map(resizing -> resizing.url(template, size)).orElse(template);
  }

  private static String sized(String template, int size) {
    return template.replace(SIZE, Integer.toString(size));
  }
}
