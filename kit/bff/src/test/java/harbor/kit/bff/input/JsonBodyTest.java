package harbor.kit.bff.input;

import static harbor.kit.bff.input.TestMessages.ALL;
import static harbor.kit.bff.input.TestMessages.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import harbor.kit.bff.answer.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JSON body says, and what it is refused for. */
class JsonBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                        | ``
          {"quantity":5}                            | quantity: 5
          {"quantity":0}                            | quantity: 0
          {"quantity":-0}                           | quantity: 0
          {"quantity":2147483647}                   | quantity: 2147483647
          {"quantity":-2147483648}                  | quantity: -2147483648
          {"priceMinor":9223372036854775807}        | price_minor: 9223372036854775807
          {"priceMinor":"9223372036854775807"}      | price_minor: 9223372036854775807
          {"priceMinor":"-3"}                       | price_minor: -3
          {"ratio":1e3}                             | ratio: 1000.0
          {"ratio":5}                               | ratio: 5.0
          {"share":0.5}                             | share: 0.5
          {"gift":true}                             | gift: true
          {"picture":"aGk="}                        | picture: "hi"
          {"kind":"KIND_LAMP"}                      | kind: KIND_LAMP
          {"inner":{"inner":{"quantity":1}}}        | inner { inner { quantity: 1 } }
          {"tags":["a","b"]}                        | tags: "a" tags: "b"
          {"tags":[]}                               | ``
          {"at":"2026-11-28T09:30:00Z"}             | at { seconds: 1795858200 }
          {"note":null,"quantity":null,"tags":null} | ``
          {"mail":"a","phone":null}                 | mail: "a"
          """)
  void body_isRead(String json, String expected) {
    assertThat(text(read(json.getBytes(UTF_8)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"quantity":"5"}                     | quantity
          {"quantity":1.5}                     | quantity
          {"quantity":1.0}                     | quantity
          {"quantity":1e2}                     | quantity
          {"quantity":2147483648}              | quantity
          {"quantity":-2147483649}             | quantity
          {"quantity":9223372036854775808}     | quantity
          {"quantity":true}                    | quantity
          {"priceMinor":9223372036854775808}   | priceMinor
          {"priceMinor":"9223372036854775808"} | priceMinor
          {"priceMinor":"+3"}                  | priceMinor
          {"priceMinor":"03"}                  | priceMinor
          {"priceMinor":" 3"}                  | priceMinor
          {"priceMinor":"\u0663"}              | priceMinor
          {"priceMinor":"1.0"}                 | priceMinor
          {"priceMinor":""}                    | priceMinor
          {"ratio":"1.5"}                      | ratio
          {"ratio":1e400}                      | ratio
          {"share":1e39}                       | share
          {"gift":"true"}                      | gift
          {"gift":1}                           | gift
          {"note":5}                           | note
          {"note":"a\\u0000b"}                 | note
          {"note":"\\ud800"}                   | note
          {"kind":"KIND_SOFA"}                 | kind
          {"kind":"lamp"}                      | kind
          {"kind":1}                           | kind
          {"picture":"?"}                      | picture
          {"at":"yesterday"}                   | at
          {"at":5}                             | at
          {"inner":[]}                         | inner
          {"inner":{"quantiti":1}}             | inner.quantiti
          {"inner":{"inner":{"quantity":"5"}}} | inner.inner.quantity
          {"tags":"a"}                         | tags
          {"tags":["a",5]}                     | tags[1]
          {"tags":[null]}                      | tags[0]
          {"mail":"a","phone":"b"}             | phone
          {"price_minor":1}                    | price_minor
          {"nope":null}                        | nope
          {"quantity":1,"quantity":2}          | body
          {"quantity":1}x                      | body
          {"quantity":1}{}                     | body
          {"quantity":1,}                      | body
          {"quantity":01}                      | body
          {"ratio":NaN}                        | body
          {'quantity':1}                       | body
          /**/{"quantity":1}                   | body
          {                                    | body
          []                                   | body
          5                                    | body
          null                                 | body
          ``                                   | body
          """)
  void body_isRefused_byTheNameOfItsField(String json, String field) {
    refused(json.getBytes(UTF_8), field);
  }

  @Test
  void body_isTakenToItsDepth_andRefusedBelow() {
    assertThat(read(nested(ProtobufBody.MAX_DEPTH)).getAllFields()).isNotEmpty();

    refused(nested(ProtobufBody.MAX_DEPTH + 1), "body");
  }

  @Test
  void body_isRefused_whenItIsNoUtf8_orANameIsLong() {
    refused("{\"note\":\"\u00ff\"}".getBytes(ISO_8859_1), "body");
    refused(("{\"" + "a".repeat(257) + "\":1}").getBytes(UTF_8), "body");
    refused(("{\"" + "a".repeat(256) + "\":1}").getBytes(UTF_8), "a".repeat(256));
  }

  @Test
  void text_mayHoldAllOfUnicode() {
    DynamicMessage.Builder read = read("{\"note\":\"\\ud83d\\ude00 ü\"}".getBytes(UTF_8));

    assertThat(read.getField(ALL.findFieldByName("note"))).isEqualTo("\ud83d\ude00 ü");
  }

  @Test
  void names_areThoseOfTheOutermostObject_andNullCounts() {
    byte[] body = "{\"priceMinor\":null,\"inner\":{\"note\":\"a\"},\"quantity\":0}".getBytes(UTF_8);

    assertThat(new JsonBody(_ -> true).read(body, DynamicMessage.newBuilder(ALL)))
        .containsExactlyInAnyOrder("price_minor", "inner", "quantity");
  }

  /** Protobuf's own reader takes what this one is there to refuse. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"quantity\":\"5\"}",
        "{\"quantity\":1.0}",
        "{\"kind\":1}",
        "{\"price_minor\":1}"
      })
  void body_wouldBeTaken_byProtobufsOwnReader(String json) throws InvalidProtocolBufferException {
    DynamicMessage.Builder read = DynamicMessage.newBuilder(ALL);

    JsonFormat.parser().merge(json, read);

    assertThat(read.getAllFields()).isNotEmpty();
  }

  private static byte[] nested(int depth) {
    return ("{\"inner\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1)).getBytes(UTF_8);
  }

  private static DynamicMessage.Builder read(byte[] json) {
    DynamicMessage.Builder read = DynamicMessage.newBuilder(ALL);
    new JsonBody(_ -> true).read(json, read);
    return read;
  }

  private static void refused(byte[] json, String field) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }
}
