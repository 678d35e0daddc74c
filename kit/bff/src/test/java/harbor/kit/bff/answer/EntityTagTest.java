package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private static final String TAG = "\"abc-json\"";

  @Test
  void tag_isTheSame_whenEverythingIs() {
    assertThat(tag("v1", "view")).isEqualTo(tag("v1", "view"));
    assertThat(tag("v1", "view")).matches("\"[A-Za-z0-9_-]{16}-json\"");
  }

  @Test
  void tag_differs_whenViewOrSchemaDo() {
    assertThat(tag("v1", "view")).isNotEqualTo(tag("v1", "another"));
    assertThat(tag("v1", "view")).isNotEqualTo(tag("v2", "view"));
  }

  @Test
  void tag_isOfTheView_andNotOfTheRoomBehindIt() {
    EncodedView roomy = new EncodedView(100);
    roomy.writeBytes("view".getBytes(UTF_8));

    assertThat(EntityTag.of("v1", roomy, ViewFormat.JSON, ContentCoding.IDENTITY))
        .isEqualTo(tag("v1", "view"));
  }

  @Test
  void tag_differs_forEachFormatAndCoding() {
    Set<String> tags = new HashSet<>();
    for (ViewFormat format : ViewFormat.values()) {
      for (ContentCoding coding : ContentCoding.values()) {
        tags.add(EntityTag.of("v1", encoded("view"), format, coding));
      }
    }

    assertThat(tags).hasSize(ViewFormat.values().length * ContentCoding.values().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TAG,
        "W/" + TAG,
        "*",
        " " + TAG + " ",
        "\"x\", " + TAG,
        "\"x\"," + TAG + ",\"y\"",
        "\"x\", W/" + TAG,
        ",," + TAG,
        "\"abc-json-gzip\"",
        "W/\"abc-json-gzip\"",
        "\"x\", \"abc-json-gzip\""
      })
  void ifNoneMatch_matches_whenItNamesTheTag(String ifNoneMatch) {
    assertThat(EntityTag.matches(ifNoneMatch, TAG)).isTrue();
    assertThat(EntityTag.matches(ifNoneMatch, "W/" + TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc-json",
        "\"abc\"",
        "\"ABC-json\"",
        "w/" + TAG,
        "\"x\", \"y\"",
        "\"*\"",
        "**",
        "\"abc-json",
        "\"abc-json-br\"",
        "\"abc-json\"-gzip",
        "\"abc-json-gzip",
        "\"-gzip\"",
        "\"x\", *",
        "\"a,*,b\""
      })
  void ifNoneMatch_doesNotMatch_whenItNamesAnother(String ifNoneMatch) {
    assertThat(EntityTag.matches(ifNoneMatch, TAG)).isFalse();
    assertThat(EntityTag.matches(ifNoneMatch, "W/" + TAG)).isFalse();
  }

  private static String tag(String schemaVersion, String view) {
    return EntityTag.of(schemaVersion, encoded(view), ViewFormat.JSON, ContentCoding.IDENTITY);
  }

  private static EncodedView encoded(String view) {
    return EncodedView.of(view.getBytes(UTF_8));
  }
}
