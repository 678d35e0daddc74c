package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.LocalizedMessage;
import com.google.type.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewBytesTest {
  private static final FieldViolation VIEW =
      FieldViolation.newBuilder().setField("id").setDescription("Tür").build();
  private static final LocalizedMessage META =
      LocalizedMessage.newBuilder().setLocale("de").setMessage("€").build();

  private final ViewBytes views =
      new ViewBytes(
          ViewJson.of(List.of(FieldViolation.getDefaultInstance(), Interval.getDefaultInstance())));

  @Test
  void with_protobuf_isTheViewWithTheField() throws InvalidProtocolBufferException {
    FieldViolation whole = VIEW.toBuilder().setLocalizedMessage(META).build();

    assertThat(FieldViolation.parseFrom(withMeta(ViewFormat.PROTOBUF))).isEqualTo(whole);
  }

  @Test
  void with_json_isTheViewWithTheField_behindTheOthers() {
    FieldViolation whole = VIEW.toBuilder().setLocalizedMessage(META).build();

    assertThat(withMeta(ViewFormat.JSON)).isEqualTo(views.of(whole, ViewFormat.JSON));
  }

  @Test
  void with_viewWithoutAnyField_json() {
    byte[] empty = views.of(Interval.getDefaultInstance(), ViewFormat.JSON);

    byte[] whole =
        views.with(
            empty,
            Interval.getDefaultInstance(),
            ViewFormat.JSON,
            "start_time",
            Timestamp.getDefaultInstance());

    assertThat(new String(whole, UTF_8)).isEqualTo("{\"startTime\":\"1970-01-01T00:00:00Z\"}");
  }

  @ParameterizedTest
  @EnumSource
  void with_leavesWhatItIsGiven(ViewFormat format) {
    byte[] encoded = views.of(VIEW, format);
    byte[] copy = encoded.clone();

    assertThat(views.with(encoded, VIEW, format, "localized_message", META)).isNotEqualTo(copy);
    assertThat(encoded).isEqualTo(copy);
  }

  @Test
  void with_unknownField_namesIt() {
    assertThatThrownBy(() -> views.with(new byte[0], VIEW, ViewFormat.JSON, "meta", META))
        .hasMessageContaining("meta");
  }

  private byte[] withMeta(ViewFormat format) {
    return views.with(views.of(VIEW, format), VIEW, format, "localized_message", META);
  }
}
