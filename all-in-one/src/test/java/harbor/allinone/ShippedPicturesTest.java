package harbor.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue and its pictures come from two modules. */
class ShippedPicturesTest {
  @Test
  void everyPictureOfTheCatalogue_isAFileOfMedia() throws IOException {
    List<String> pictures = pictures();

    assertThat(pictures).hasSizeGreaterThan(5_000);
    assertThat(pictures)
        .allSatisfy(
            path ->
                assertThat(ShippedPicturesTest.class.getResource("/pictures" + path))
                    .as(path)
                    .isNotNull());
  }

  private static List<String> pictures() throws IOException {
    try (InputStream in =
        ShippedPicturesTest.class.getResourceAsStream("/catalogue/products.tsv")) {
      String products = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return Pattern.compile("/i/[^\\s,]+")
          .matcher(products)
          .results()
          .map(MatchResult::group)
          .flatMap(
              template ->
                  Stream.of("120", "400", "1920").map(size -> template.replace("{size}", size)))
          .toList();
    }
  }
}
