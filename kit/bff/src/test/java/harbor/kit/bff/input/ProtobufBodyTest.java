package harbor.kit.bff.input;

import static harbor.kit.bff.input.TestMessages.ALL;
import static harbor.kit.bff.input.TestMessages.message;
import static harbor.kit.bff.input.TestMessages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import harbor.kit.bff.answer.BadRequest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a protobuf body is refused for. */
class ProtobufBodyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quantity: 0",
        "kind: KIND_LAMP",
        "tags: \"a\" tags: \"b\" at { seconds: 5 }",
        "inner { inner { note: \"deep\" } }"
      })
  void body_isRead(String what) {
    assertThat(text(read(message(ALL, what).toByteArray()))).isEqualTo(what);
  }

  @ParameterizedTest
  @CsvSource({
    // number, wire type and value in hexadecimal
    "980601, field 99", // 99: 1
    "5203980601, field 99", // inner { 99: 1 }
    "4807, field 9", // kind: 7
    "120100, field 2", // note: NUL
    "29000000000000f87f, field 5", // ratio: NaN
    "350000807f, field 6", // share: infinity
    "5a0100, field 11", // tags: NUL
    "ff, body",
    "1205, body", // note of 5 bytes that are not there
    "1201ff, body", // note that is no UTF-8
    "0c, body" // the end of a group that did not begin
  })
  void body_isRefused_byTheNumberOfItsField(String bytes, String field) {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex(bytes)))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }

  @Test
  void body_isTakenToItsDepth_andRefusedBelow() {
    assertThat(read(nested(ProtobufBody.MAX_DEPTH)).getAllFields()).isNotEmpty();

    assertThatThrownBy(() -> read(nested(ProtobufBody.MAX_DEPTH + 1)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("at most 16 deep");
  }

  /** Protobuf's own reader takes what this one is there to refuse. */
  @ParameterizedTest
  @ValueSource(strings = {"980601", "5203980601", "4807", "120100", "29000000000000f87f"})
  void body_wouldBeTaken_byProtobufsOwnReader(String bytes) throws InvalidProtocolBufferException {
    DynamicMessage read = DynamicMessage.parseFrom(ALL, HexFormat.of().parseHex(bytes));

    assertThat(read.getSerializedSize()).isPositive();
  }

  private static byte[] nested(int depth) {
    return message(ALL, "inner {".repeat(depth - 1) + "}".repeat(depth - 1)).toByteArray();
  }

  private static DynamicMessage.Builder read(byte[] body) {
    DynamicMessage.Builder read = DynamicMessage.newBuilder(ALL);
    ProtobufBody.read(body, read);
    return read;
  }
}
