package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import harbor.kit.bff.answer.ContentCoding.Coded;
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
    Coded coded = coding.code(TEXT);

    assertThat(coded.coding()).isEqualTo(coding);
    assertThat(coded.body()).hasSizeLessThan(TEXT.length / 2);
    assertThat(decode(coded)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void body_staysAsItIs_whenNothingMakesItSmaller(ContentCoding coding) {
    byte[] noise = new byte[2_000];
    new Random(1).nextBytes(noise);

    Coded coded = coding.code(noise);

    assertThat(coded.coding()).isEqualTo(ContentCoding.IDENTITY);
    assertThat(coded.body()).isSameAs(noise);
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void body_staysAsItIs_whenItIsTiny(ContentCoding coding) {
    byte[] tiny = "a".repeat(199).getBytes(UTF_8);

    assertThat(coding.code(tiny).coding()).isEqualTo(ContentCoding.IDENTITY);
    assertThat(coding.code(new byte[0]).body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void body_isNeverLarger(ContentCoding coding) throws Exception {
    Random random = new Random(7);
    for (int size = 0; size < 3_000; size += 97) {
      byte[] body = new byte[size];
      for (int i = 0; i < size; i++) {
        body[i] = (byte) random.nextInt(1 + size / 40);
      }

      Coded coded = coding.code(body);

      assertThat(coded.body()).hasSizeLessThanOrEqualTo(size);
      assertThat(decode(coded)).isEqualTo(body);
    }
  }

  private static byte[] decode(Coded coded) throws IOException {
    return switch (coded.coding()) {
      case IDENTITY -> coded.body();
      case GZIP -> new GZIPInputStream(new ByteArrayInputStream(coded.body())).readAllBytes();
      case BROTLI -> Decoder.decompress(coded.body()).getDecompressedData();
      case ZSTD -> Zstd.decompress(coded.body(), 100_000);
    };
  }
}
