package harbor.media.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductImageTest {

  @Test
  void parse_givesAllParts() {
    assertThat(ProductImage.parse("/i/desk-lamp/HB1001/12-400.svg"))
        .contains(new ProductImage("desk-lamp", "HB1001", 12, 400));
  }

  @Test
  void path_isReadBackByParse() {
    ProductImage image = new ProductImage("mug", "a.B_c-9", 20, 1920);

    assertThat(ProductImage.parse(image.path())).contains(image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/i/mug/HB1001",
        "/i/mug/HB1001/1-400.png",
        "/i/mug/HB1001/0-400.svg",
        "/i/mug/HB1001/01-400.svg",
        "/i/mug/HB1001/21-400.svg",
        "/i/mug/HB1001/1-401.svg",
        "/i/mug/HB1001/1-{size}.svg",
        "/i/Mug/HB1001/1-400.svg",
        "/i/../HB1001/1-400.svg",
        "/i/mug/HB 1001/1-400.svg",
        "/i/mug/HB<1001/1-400.svg",
        "/i/mug/HB1001/1-400.svg/",
      })
  void parse_isEmpty_whenPathIsNoPicture(String path) {
    assertThat(ProductImage.parse(path)).isEmpty();
  }

  @Test
  void parse_isEmpty_whenProductIdIsTooLong() {
    assertThat(ProductImage.parse("/i/mug/" + "x".repeat(65) + "/1-400.svg")).isEmpty();
  }

  @Test
  void constructor_namesTheBadValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProductImage("mug", "HB1001", 1, 300))
        .withMessage("size: 300 (expected: 120, 400 or 1920)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProductImage("mug", "HB1001", 21, 400))
        .withMessage("number: 21 (expected: 1 to 20)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProductImage("mug", "", 1, 400))
        .withMessageStartingWith("productId: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProductImage("MUG", "HB1001", 1, 400))
        .withMessageStartingWith("motif: MUG");
  }
}
