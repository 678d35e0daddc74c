package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentCodingTest {
  private static final byte[] TEXT =
      "{\"name\":\"lamp\",\"price\":1999}".repeat(100).getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"BROTLI", "ZSTD", "GZIP"})
  void body_isSmaller_andDecodesToTheSame(ContentCoding coding) throws Exception {
    byte[] coded = code(coding, TEXT);

    assertThat(coded).hasSizeLessThan(TEXT.length / 2);
    assertThat(decode(coding, coded)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void view_hasNoCoding_whenItIsTiny(ContentCoding coding) {
    assertThat(coding.whenWorthwhile(0)).isEqualTo(ContentCoding.IDENTITY);
    assertThat(coding.whenWorthwhile(199)).isEqualTo(ContentCoding.IDENTITY);
    assertThat(coding.whenWorthwhile(200)).isEqualTo(coding);
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void body_growsByAFewBytesAtMost_whenNothingMakesItSmaller(ContentCoding coding)
      throws Exception {
    Random random = new Random(7);
    for (int size = 200; size < 3_000; size += 97) {
      byte[] noise = new byte[size];
      random.nextBytes(noise);

      byte[] coded = code(coding, noise);

      assertThat(coded).hasSizeLessThan(size + 32);
      assertThat(decode(coding, coded)).isEqualTo(noise);
    }
  }

  /** With room behind the body, which is not part of it. */
  private static byte[] code(ContentCoding coding, byte[] body) {
    EncodedView roomy = new EncodedView(body.length + 100);
    roomy.writeBytes(body);
    return coding.code(roomy).toByteArray();
  }

  private static byte[] decode(ContentCoding coding, byte[] coded) throws IOException {
    return switch (coding) {
      case IDENTITY -> coded;
      case GZIP -> new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes();
      case BROTLI -> Decoder.decompress(coded).getDecompressedData();
      case ZSTD -> Zstd.decompress(coded, 100_000);
    };
  }
}
