package harbor.kit.bff.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizerTest {
  private static final String PATTERN = "HARBOR_MEDIA_RESIZER";
  private static final String KEY = "HARBOR_MEDIA_RESIZER_KEY";
  private static final String SALT = "HARBOR_MEDIA_RESIZER_SALT";

  /** The example of imgproxy's documentation: key "secret", salt "hello". */
  private static final Map<String, String> SIGNED =
      Map.of(
          PATTERN, "https://img.example/{signature}/rs:fit:{width}/plain/{source}",
          KEY, "736563726574",
          SALT, "68656C6C6F");

  @Test
  void resizer_isAbsent_whenNothingIsSet() {
    assertThat(Resizer.from(Environment.of(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://img.example/{width}/{source}        |"
            + " https://img.example/120/https%3A%2F%2Ff%2Fl.jpg",
        "https://img.example/?url={source}&w={width} |"
            + " https://img.example/?url=https%3A%2F%2Ff%2Fl.jpg&w=120",
      })
  void url_fillsThePattern(String pattern, String expected) {
    assertThat(resizer(Map.of(PATTERN, pattern)).url("https://f/l.jpg", 120)).isEqualTo(expected);
  }

  @Test
  void signature_isImgproxys() {
    UrlSignature signature = resizer(SIGNED).signature().orElseThrow();

    assertThat(
            signature.of(
                "/rs:fill:300:400:0/g:sm/aHR0cDovL2V4YW1w/bGUuY29tL2ltYWdl/cy9jdXJpb3NpdHku/anBn.png"))
        .isEqualTo("oKfUtW34Dvo2BGQehJFR4Nr0_rIjOtdtzJ3QFsUcXH8");
  }

  @Test
  void url_isSignedOverWhatFollowsTheSignature() {
    Resizer resizer = resizer(SIGNED);
    String path = "/rs:fit:400/plain/https%3A%2F%2Ff%2Fl.jpg";

    assertThat(resizer.url("https://f/l.jpg", 400))
        .isEqualTo("https://img.example/" + resizer.signature().orElseThrow().of(path) + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://img.example/{width}",
        "https://img.example/{source}",
        "https://img.example/{width}/{source}/{height}",
        "https://{source}/{width}",
        "img.example/{width}/{source}",
        "ftp://img.example/{width}/{source}",
        "off",
      })
  void pattern_isRefused_whenItMakesNoAddress(String pattern) {
    assertThatThrownBy(() -> resizer(Map.of(PATTERN, pattern)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_MEDIA_RESIZER is '%s' (expected: an absolute http or https URL with {width} and {source})"
                .formatted(pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://img.example/{width}/{source}             | key",
        "https://img.example/{signature}/{width}/{source} | none",
        "https://img.example/{width}/{source}/{signature} | key",
      })
  void pattern_isRefused_whenItsSignatureAndTheKeyDoNotBelongTogether(String pattern, String key) {
    Map<String, String> settings = new HashMap<>(SIGNED);
    settings.put(PATTERN, pattern);
    if (key.equals("none")) {
      settings.remove(KEY);
      settings.remove(SALT);
    }

    assertThatThrownBy(() -> resizer(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_MEDIA_RESIZER is '%s' (expected: with {signature} before {width} and {source} exactly when HARBOR_MEDIA_RESIZER_KEY is set)"
                .formatted(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, SALT})
  void keyAndSalt_areRefused_oneWithoutTheOther(String missing) {
    Map<String, String> settings = new HashMap<>(SIGNED);
    settings.remove(missing);

    assertThatThrownBy(() -> resizer(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith(missing + " is '' (expected: set, as ");
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, SALT})
  void secret_isNotInTheMessage_whenItIsNoHexadecimal(String name) {
    Map<String, String> settings = new HashMap<>(SIGNED);
    settings.put(name, "Passw0rd");

    assertThatThrownBy(() -> resizer(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(name + " is '***' (expected: an even number of hexadecimal digits)")
        .hasNoCause();
  }

  private static Resizer resizer(Map<String, String> settings) {
    return Resizer.from(Environment.of(settings)).orElseThrow();
  }
}
