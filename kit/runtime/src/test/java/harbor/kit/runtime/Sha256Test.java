package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void of_isTheStandardsExample() {
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    MessageDigest pieces = Sha256.digest();
    pieces.update((byte) 'a');

    assertThat(HexFormat.of().formatHex(Sha256.of("abc"))).isEqualTo(abc);
    assertThat(HexFormat.of().formatHex(pieces.digest("bc".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(abc);
  }
}
