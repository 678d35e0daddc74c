package harbor.kit.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes bytes here and there. Not thread-safe. */
final class Mutations {
  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\0",
          " ",
          "\t",
          ":",
          ",",
          "\"",
          ";q=",
          "0",
          "-1",
          "99999999999999999999",
          "chunked",
          "Content-Length: 3\r\n",
          "Transfer-Encoding: chunked\r\n",
          "HTTP/1.0",
          "%",
          "%zz",
          "..",
          "//",
          "[",
          "é",
          "\u00ff",
          "Expect: 100-continue\r\n",
          "Connection: Upgrade\r\n",
          "application/grpc",
          "application/json",
          "{",
          "}",
          "[[[[[[[[",
          "null",
          "1e999");

  private final RandomGenerator random;

  Mutations(RandomGenerator random) {
    this.random = random;
  }

  /** The bytes with up to four changes. */
  byte[] of(byte[] bytes) {
    byte[] changed = bytes;
    for (int i = random.nextInt(5); i > 0; i--) {
      changed = one(changed);
    }
    return changed;
  }

  private byte[] one(byte[] bytes) {
    if (bytes.length == 0) {
      return word();
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(16), bytes.length - at);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(bytes, at, 1, new byte[] {(byte) random.nextInt(256)});
      case 1 -> spliced(bytes, at, length, new byte[0]);
      case 2 -> spliced(bytes, at, 0, piece(bytes, at, length));
      case 3 -> spliced(bytes, at, 0, word());
      case 4 -> spliced(bytes, at, length, word());
      default -> piece(bytes, 0, at);
    };
  }

  private byte[] word() {
    return Frames.ascii(WORDS.get(random.nextInt(WORDS.size())));
  }

  private static byte[] piece(byte[] bytes, int from, int length) {
    return java.util.Arrays.copyOfRange(bytes, from, from + length);
  }

  private static byte[] spliced(byte[] bytes, int at, int without, byte[] with) {
    ByteArrayOutputStream spliced = new ByteArrayOutputStream();
    spliced.write(bytes, 0, at);
    spliced.writeBytes(with);
    spliced.write(bytes, at + without, bytes.length - at - without);
    return spliced.toByteArray();
  }
}
