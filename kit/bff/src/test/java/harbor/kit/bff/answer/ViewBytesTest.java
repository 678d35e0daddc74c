package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
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
  void append_protobuf_isTheViewWithTheField() throws InvalidProtocolBufferException {
    FieldViolation whole = VIEW.toBuilder().setLocalizedMessage(META).build();

    assertThat(FieldViolation.parseFrom(withMeta(ViewFormat.PROTOBUF))).isEqualTo(whole);
  }

  @Test
  void append_json_isTheViewWithTheField_behindTheOthers() {
    FieldViolation whole = VIEW.toBuilder().setLocalizedMessage(META).build();

    assertThat(withMeta(ViewFormat.JSON)).isEqualTo(views.of(whole, ViewFormat.JSON).toByteArray());
  }

  @Test
  void append_viewWithoutAnyField_json() {
    EncodedView empty = views.of(Interval.getDefaultInstance(), ViewFormat.JSON);

    views.append(
        empty,
        Interval.getDefaultInstance(),
        ViewFormat.JSON,
        "start_time",
        Timestamp.getDefaultInstance());

    assertThat(empty.toString(UTF_8)).isEqualTo("{\"startTime\":\"1970-01-01T00:00:00Z\"}");
  }

  @Test
  void append_unknownField_namesIt() {
    EncodedView encoded = views.of(VIEW, ViewFormat.JSON);

    assertThatThrownBy(() -> views.append(encoded, VIEW, ViewFormat.JSON, "meta", META))
        .hasMessageContaining("meta");
  }

  @ParameterizedTest
  @EnumSource
  void of_viewOfAnySize_isTheWholeView(ViewFormat format) {
    for (int size : new int[] {0, 100_000, 3, 7_990, 8_010, 1}) {
      String text = "x".repeat(size);

      byte[] encoded =
          views.of(FieldViolation.newBuilder().setField(text).build(), format).toByteArray();

      assertThat(decoded(encoded, format)).isEqualTo(text);
    }
  }

  @Test
  void of_json_hasRoomForTheNext_andNotForEverAfterALargeOne() {
    Message large = FieldViolation.newBuilder().setField("x".repeat(100_000)).build();
    views.of(large, ViewFormat.JSON);
    assertThat(views.of(large, ViewFormat.JSON).array()).hasSizeLessThan(101_000);

    for (int i = 0; i < 1_000; i++) {
      views.of(VIEW, ViewFormat.JSON);
    }

    assertThat(views.of(VIEW, ViewFormat.JSON).array()).hasSizeLessThan(1_000);
  }

  private byte[] withMeta(ViewFormat format) {
    EncodedView encoded = views.of(VIEW, format);
    views.append(encoded, VIEW, format, "localized_message", META);
    return encoded.toByteArray();
  }

  private static String decoded(byte[] encoded, ViewFormat format) {
    try {
      FieldViolation.Builder view = FieldViolation.newBuilder();
      switch (format) {
        case PROTOBUF -> view.mergeFrom(encoded);
        case JSON -> JsonFormat.parser().merge(new String(encoded, UTF_8), view);
      }
      return view.getField();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not a view: " + new String(encoded, UTF_8), e);
    }
  }
}
