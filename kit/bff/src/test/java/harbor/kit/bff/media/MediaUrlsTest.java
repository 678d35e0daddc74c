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
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/media/lamp-{size}.jpg             | https://cdn.example/media/lamp-400.jpg",
        "/media/lamp.jpg                    | https://cdn.example/media/lamp.jpg",
        "https://other.example/{size}/l.jpg | https://other.example/400/l.jpg",
        "''                                 | ''",
      })
  void url_isAbsolute_inTheSizeThatWasAskedFor(String template, String expected) {
    assertThat(new MediaUrls("https://cdn.example").url(template, 400)).isEqualTo(expected);
  }

  @Test
  void host_hasNoSlashAtItsEnd() {
    assertThat(from("https://cdn.example/").host()).isEqualTo("https://cdn.example");
    assertThat(MediaUrls.from(Environment.of(Map.of())).host()).isEqualTo("http://localhost:8088");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cdn.example", "//cdn.example", "ftp://cdn.example", "http://", "a b"})
  void host_isRefused_whenItIsNoAbsoluteUrl(String url) {
    assertThatThrownBy(() -> from(url))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("HARBOR_MEDIA_URL is '" + url + "' (expected: an absolute http or https URL)");
  }

  private static MediaUrls from(String url) {
    return MediaUrls.from(Environment.of(Map.of("HARBOR_MEDIA_URL", url)));
  }
}
