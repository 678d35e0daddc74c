package harbor.kit.bff.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaUrlsTest {
  private static final String RESIZER = "https://img.example/rs:fit:{width}/plain/{source}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/media/lamp-{size}.jpg             | https://cdn.example/media/lamp-400.jpg",
        "/media/lamp.jpg                    | https://cdn.example/media/lamp.jpg",
        "https://other.example/{size}/l.jpg | https://other.example/400/l.jpg",
        "https://other.example/l.jpg        | https://other.example/l.jpg",
        "''                                 | ''",
      })
  void url_isAbsolute_inTheSizeThatWasAskedFor(String template, String expected) {
    assertThat(new MediaUrls("https://cdn.example").url(template, 400)).isEqualTo(expected);
  }

  /** Whatever states its own sizes needs no resizer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/media/lamp-{size}.jpg             | https://cdn.example/media/lamp-400.jpg",
        "/media/lamp.jpg                    | https://cdn.example/media/lamp.jpg",
        "https://other.example/{size}/l.jpg | https://other.example/400/l.jpg",
        "''                                 | ''",
      })
  void url_leavesTheResizerOut_whenThePictureIsOurOwnOrHasSizes(String template, String expected) {
    MediaUrls urls =
        from(Map.of("HARBOR_MEDIA_URL", "https://cdn.example", "HARBOR_MEDIA_RESIZER", RESIZER));

    assertThat(urls.url(template, 400)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 400, 1920})
  void url_asksTheResizer_forAFeedsPicture(int width) {
    MediaUrls urls = from(Map.of("HARBOR_MEDIA_RESIZER", RESIZER));

    assertThat(urls.url("https://feed.example/a b/lamp@2.jpg?v=1&w=%20", width))
        .isEqualTo(
            "https://img.example/rs:fit:"
                + width
                + "/plain/https%3A%2F%2Ffeed.example%2Fa%20b%2Flamp%402.jpg%3Fv%3D1%26w%3D%2520");
  }

  @Test
  void host_hasNoSlashAtItsEnd() {
    assertThat(from(Map.of("HARBOR_MEDIA_URL", "https://cdn.example/")).host())
        .isEqualTo("https://cdn.example");
    assertThat(from(Map.of()).host()).isEqualTo("http://localhost:8088");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cdn.example", "//cdn.example", "ftp://cdn.example", "http://", "a b"})
  void host_isRefused_whenItIsNoAbsoluteUrl(String url) {
    assertThatThrownBy(() -> from(Map.of("HARBOR_MEDIA_URL", url)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("HARBOR_MEDIA_URL is '" + url + "' (expected: an absolute http or https URL)");
  }

  private static MediaUrls from(Map<String, String> environment) {
    return MediaUrls.from(Environment.of(environment));
  }
}
