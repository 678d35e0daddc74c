package harbor.kit.bff.media;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Makes addresses of pictures that a client can load.
 *
 * @param host what stands before paths, without a slash at its end
 */
public record MediaUrls(String host) {
  private static final String SIZE = "{size}";

  /** Reads {@code HARBOR_MEDIA_URL}. */
  public static MediaUrls from(Environment environment) {
    return new MediaUrls(
        baseUrl(
            environment,
            "HARBOR_MEDIA_URL",
            "http://localhost:8088",
            "What stands before the paths of the shop's own pictures."));
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

  private static boolean isAbsolute(String url) {
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
    String sized = template.replace(SIZE, Integer.toString(size));
    return sized.startsWith("/") ? host + sized : sized;
  }
}
