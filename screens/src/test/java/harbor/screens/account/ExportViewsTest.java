package harbor.screens.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.type.v1.PersonalRecord;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportViewsTest {
  @Test
  void record_hasTextsAsTheyAre_theRestAsJson_andNothingUnknown() {
    assertThat(
            values(
                "{\"a\": \"\\u00fc \\\"\", \"b\": 12345678901234567890, \"c\": 1.50, \"d\": true,"
                    + " \"e\": null, \"f\": {\"g\": [1, null]}, \"h\": \"\"}"))
        .isEqualTo(
            Map.of(
                "a", "ü \"",
                "b", "12345678901234567890",
                "c", "1.50",
                "d", "true",
                "f", "{\"g\":[1,null]}",
                "h", ""));
  }

  @Test
  void record_isABug_whenItIsNoObject() {
    assertThatThrownBy(() -> values("[1]")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> values("{\"a\": ")).isInstanceOf(UncheckedIOException.class);
  }

  private static Map<String, String> values(String json) {
    return ExportViews.record(PersonalRecord.newBuilder().setPlace("a.b").setJson(json).build())
        .getValuesMap();
  }
}
