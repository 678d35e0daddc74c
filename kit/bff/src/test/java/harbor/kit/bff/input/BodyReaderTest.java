package harbor.kit.bff.input;

import static harbor.kit.bff.input.TestMessages.CHANGE;
import static harbor.kit.bff.input.TestMessages.MAPPED;
import static harbor.kit.bff.input.TestMessages.empty;
import static harbor.kit.bff.input.TestMessages.message;
import static harbor.kit.bff.input.TestMessages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body of a change of parts, whose id and version are not of the body. */
class BodyReaderTest {
  private final BodyReader<DynamicMessage> reader =
      new BodyReader<>(empty(CHANGE), Set.of("id", "expected_version"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}            | update_mask { }
          {"note":null} | update_mask { paths: "note" }
          {"note":""}   | update_mask { paths: "note" }
          {"note":"a"}  | note: "a" update_mask { paths: "note" }
          """)
  void mask_tellsNullFromAbsent_inJson(String json, String expected) {
    assertThat(read(MediaType.JSON_UTF_8, json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          note: "a"                                 | note: "a" update_mask { paths: "note" }
          update_mask { paths: "note" }             | update_mask { paths: "note" }
          note: "a" update_mask { }                 | note: "a" update_mask { }
          """)
  void mask_isTheClients_orNamesWhatIsThere_inProtobuf(String body, String expected) {
    for (MediaType type : new MediaType[] {MediaType.PROTOBUF, MediaType.X_PROTOBUF}) {
      assertThat(text(reader.read(type, message(CHANGE, body).toByteArray()))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "expected_version", "update_mask", "nope", "note.length", ""})
  void mask_isRefused_whenItNamesWhatNoBodySays(String path) {
    byte[] body = message(CHANGE, "update_mask { paths: \"%s\" }".formatted(path)).toByteArray();

    assertThatThrownBy(() -> reader.read(MediaType.PROTOBUF, body))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo("update_mask"));
  }

  @ParameterizedTest
  @CsvSource({"id, 1", "expectedVersion, 4"})
  void field_isRefused_whenThePathOrAHeaderGivesIt(String name, int number) {
    assertThatThrownBy(() -> read(MediaType.JSON, "{\"%s\":null}".formatted(name)))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo(name));
    byte[] body = message(CHANGE, number == 1 ? "id: \"a\"" : "expected_version: 1").toByteArray();
    assertThatThrownBy(() -> reader.read(MediaType.PROTOBUF, body))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo("field " + number));
  }

  @Test
  void mask_isRefused_asAMemberOfJson() {
    assertThatThrownBy(() -> read(MediaType.JSON, "{\"updateMask\":\"note\"}"))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo("updateMask"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json"})
  void body_isRefused_whenItIsInNoFormThatWeRead(@Nullable String type) {
    assertThatThrownBy(() -> read(type == null ? null : MediaType.parse(type), "{}"))
        .isInstanceOfSatisfying(
            BadRequest.class,
            refusal -> assertThat(refusal.event()).isEqualTo(EdgeEvent.UNSUPPORTED_MEDIA_TYPE));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"application/json", "application/x-protobuf", "text/plain"})
  void emptyBody_changesNothing_whateverItIsCalled(@Nullable String type) {
    assertThat(read(type == null ? null : MediaType.parse(type), "")).isEqualTo("update_mask { }");
  }

  @Test
  void reader_isRefused_whenItCouldNotReadEveryField_orIsGivenOneThatIsNotThere() {
    assertThatThrownBy(() -> new BodyReader<>(empty(MAPPED), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test.Mapped.words: a map (expected: none in a body)");
    assertThatThrownBy(() -> new BodyReader<>(empty(CHANGE), Set.of("cart")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no field cart");
  }

  private String read(@Nullable MediaType type, String body) {
    return text(reader.read(type, body.getBytes(UTF_8)));
  }
}
