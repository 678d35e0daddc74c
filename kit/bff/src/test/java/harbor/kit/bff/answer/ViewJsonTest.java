package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.rpc.LocalizedMessage;
import com.google.type.Interval;
import com.google.type.PhoneNumber;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewJsonTest {
  private final ViewJson json =
      ViewJson.of(
          List.of(
              LocalizedMessage.getDefaultInstance(),
              PhoneNumber.getDefaultInstance(),
              Interval.getDefaultInstance()));

  @Test
  void names_areLowerCamelCase() {
    PhoneNumber phone = PhoneNumber.newBuilder().setE164Number("+49").build();

    assertThat(encode(phone)).isEqualTo("{\"e164Number\":\"+49\",\"extension\":\"\"}");
  }

  @Test
  void fieldThatCannotBeAbsent_isThere_whenItHasItsDefault() {
    assertThat(encode(LocalizedMessage.getDefaultInstance()))
        .isEqualTo("{\"locale\":\"\",\"message\":\"\"}");
  }

  @Test
  void fieldThatCanBeAbsent_isNotThere_whenItIs() {
    assertThat(encode(Interval.getDefaultInstance())).isEqualTo("{}");
  }

  @Test
  void text_isUtf8_andEscaped() {
    LocalizedMessage view =
        LocalizedMessage.newBuilder().setLocale("de").setMessage("Tür \"x\"\n€").build();

    assertThat(encode(view)).isEqualTo("{\"locale\":\"de\",\"message\":\"Tür \\\"x\\\"\\n€\"}");
  }

  private String encode(Message view) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    json.encode(view, bytes);
    return bytes.toString(UTF_8);
  }
}
