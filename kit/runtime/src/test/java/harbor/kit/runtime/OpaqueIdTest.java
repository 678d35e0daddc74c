package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueIdTest {
  @Test
  void ids_have128RandomBits() {
    List<String> ids = Stream.generate(OpaqueId::random).limit(1_000).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(OpaqueId::isWellFormed);
    for (int bit = 0; bit < 128; bit++) {
      int at = bit;
      assertThat(ids.stream().filter(id -> isSet(id, at)).count())
          .as("ids with bit %d", bit)
          .isBetween(350L, 650L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "aaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaa/",
        "aaaaaaaaaaaaaaaaaaaaa\n",
        "aaaaaaaaaaaaaaaaaaaaa\0",
        "aaaaaaaaaaaaaaaaaaaaaä"
      })
  void anythingElse_isNoId(String text) {
    assertThat(OpaqueId.isWellFormed(text)).isFalse();
  }

  private static boolean isSet(String id, int bit) {
    byte[] bytes = Base64.getUrlDecoder().decode(id);
    return (bytes[bit / 8] >> (bit % 8) & 1) == 1;
  }
}
