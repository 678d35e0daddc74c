package harbor.kit.bff.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.rpc.ErrorInfo;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.input.TestMessages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemasTest {
  private final ObjectNode all = Schemas.object();
  private final Schemas schemas = new Schemas(all, name -> name.endsWith(".id") ? "Its id." : "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "id # {'type':'string','description':'Its id.'}",
        "quantity # {'type':'integer','format':'int32'}",
        "priceMinor # {'type':'string','format':'int64','pattern':'^-?(0|[1-9][0-9]*)$'}",
        "ratio # {'type':'number'}",
        "gift # {'type':'boolean'}",
        "picture # {'type':'string','contentEncoding':'base64'}",
        "kind # {'type':'string','x-extensible-enum':['KIND_UNSPECIFIED','KIND_LAMP']}",
        "inner # {'$ref':'all'}",
        "tags # {'type':'array','items':{'type':'string'}}",
        "at # {'type':'string','format':'date-time'}",
      },
      quoteCharacter = '`')
  void member_isWhatStandsOnTheWire(String member, String schema) {
    schemas.answer(TestMessages.ALL);

    assertThat(all.at("/test.All/properties").get(member).toString().replace('"', '\''))
        .isEqualTo(schema.replace("'all'", "'#/components/schemas/test.All'"));
  }

  /** What an empty view says as JSON is what the schema demands: no more, no less. */
  @Test
  void required_isExactlyWhatIsAlwaysThere() throws IOException {
    ErrorInfo empty = ErrorInfo.getDefaultInstance();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ViewJson.of(List.of(empty)).encode(empty, written);

    schemas.answer(ErrorInfo.getDescriptor());

    assertThat(texts(all.at("/google.rpc.ErrorInfo/required")))
        .containsExactlyInAnyOrderElementsOf(
            new ObjectMapper()
                .readTree(written.toByteArray()).properties().stream()
                    .map(Map.Entry::getKey)
                    .toList())
        .isNotEmpty();
  }

  @Test
  void answer_mayGainMembersAndWords_requestMayNot() {
    schemas.answer(TestMessages.ALL);
    ObjectNode requests = Schemas.object();
    new Schemas(requests, _ -> "").request(TestMessages.ALL, Set.of("id"));

    assertThat(all.at("/test.All").has("additionalProperties")).isFalse();
    assertThat(requests.at("/test.All/additionalProperties").booleanValue()).isFalse();
    assertThat(texts(requests.at("/test.All/properties/kind/enum")))
        .containsExactly("KIND_UNSPECIFIED", "KIND_LAMP");
    assertThat(requests.at("/test.All").has("required")).isFalse();
    assertThat(requests.at("/test.All/properties").has("id")).isFalse();
  }

  @Test
  void message_isAnAnswerOrARequest_notBoth() {
    schemas.answer(TestMessages.ALL, FieldDescriptor::hasPresence);

    assertThatIllegalStateException()
        .isThrownBy(() -> schemas.request(TestMessages.ALL, Set.of()))
        .withMessageContaining("test.All");
  }

  @Test
  void schemaByItself_hasAllThatItReaches() {
    ObjectNode document = Schemas.object();
    schemas.answer(TestMessages.ALL);
    document.putObject("components").set("schemas", all);

    JsonNode schema = ApiSchemas.schema(document, "test.All").orElseThrow();

    assertThat(schema.at("/$ref").textValue()).isEqualTo("#/$defs/test.All");
    assertThat(schema.at("/$defs/test.All/properties/inner/$ref").textValue())
        .isEqualTo("#/$defs/test.All");
    assertThat(ApiSchemas.schema(document, "test.None")).isEmpty();
    assertThat(ApiSchemas.fields(document))
        .contains("test.All tags string[]\n", "test.All inner test.All\n");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
