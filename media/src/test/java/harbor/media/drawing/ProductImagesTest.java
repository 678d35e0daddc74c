package harbor.media.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ProductImagesTest {

  private static final ProductImages IMAGES = new ProductImages();

  static List<String> motifs() {
    return IMAGES.motifs();
  }

  @ParameterizedTest
  @MethodSource("motifs")
  void render_givesSmallValidSvg_forEveryNumber(String motif) throws Exception {
    for (int number = 1; number <= 20; number++) {
      byte[] svg = render(new ProductImage(motif, "HB1001", number, 400));

      Element root = parse(svg);
      assertThat(root.getTagName()).isEqualTo("svg");
      assertThat(root.getAttribute("width")).isEqualTo("400");
      assertThat(root.getAttribute("height")).isEqualTo("400");
      assertThat(svg).hasSizeLessThanOrEqualTo(6 * 1024);
      assertThat(new String(svg, UTF_8)).doesNotContain("{{", "<script", "<text", "<image");
    }
  }

  @Test
  void render_isTheSame_whenAskedAgain() {
    ProductImage image = new ProductImage("mug", "HB1060", 3, 120);

    assertThat(render(image)).isEqualTo(new ProductImages().render(image).orElseThrow());
  }

  @Test
  void render_differs_forEachNumber() {
    Set<String> pictures = new HashSet<>();
    for (int number = 1; number <= 20; number++) {
      pictures.add(new String(render(new ProductImage("tent", "HB1001", number, 400)), UTF_8));
    }

    assertThat(pictures).hasSize(20);
  }

  @Test
  void render_scales_withTheSizeOnly() {
    String small = new String(render(new ProductImage("mug", "HB1001", 1, 120)), UTF_8);
    String large = new String(render(new ProductImage("mug", "HB1001", 1, 1920)), UTF_8);

    assertThat(large).isEqualTo(small.replace("\"120\"", "\"1920\""));
  }

  @Test
  void render_isEmpty_whenMotifIsUnknown() {
    assertThat(IMAGES.render(new ProductImage("zeppelin", "HB1001", 1, 400))).isEmpty();
  }

  @Test
  void palettes_areAllUsed_byConsecutiveIds() {
    long palettes =
        IntStream.range(1001, 1101).mapToObj(id -> Palette.of("HB" + id)).distinct().count();

    assertThat(palettes).isEqualTo(16);
  }

  @Test
  void palette_staysTheSame_acrossVersions() {
    assertThat(Palette.of("HB1001").main()).isEqualTo("#6b7d8c");
  }

  @Test
  void palettes_differ_betweenNeighbours() {
    for (int id = 1001; id < 1100; id++) {
      assertThat(Palette.of("HB" + id)).isNotEqualTo(Palette.of("HB" + (id + 1)));
    }
  }

  private static byte[] render(ProductImage image) {
    return IMAGES.render(image).orElseThrow();
  }

  private static Element parse(byte[] svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg))
        .getDocumentElement();
  }
}
