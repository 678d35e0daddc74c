package harbor.catalog.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void shortTitle_isTheGivenOne() {
    assertThat(texts("Kettle of steel", "Kettle").shortTitle()).isEqualTo("Kettle");
  }

  @Test
  void shortTitle_isTheTitle_whenNoneIsGivenAndItFits() {
    String fits = "t".repeat(40);

    assertThat(texts(fits, "").shortTitle()).isEqualTo(fits);
  }

  @Test
  void shortTitle_isCutBetweenWords_whenTheTitleIsLonger() {
    assertThat(texts("Kettle of stainless steel with a long handle", "").shortTitle())
        .isEqualTo("Kettle of stainless steel with a long…");
  }

  @Test
  void shortTitle_isCutWithinAWord_whenThereIsNoOtherWay() {
    assertThat(texts("\uD83D\uDE00".repeat(41), "").shortTitle())
        .isEqualTo("\uD83D\uDE00".repeat(39) + "…");
  }

  private static Texts texts(String title, String shortTitle) {
    return new Texts(title, shortTitle, "", List.of(), "", "");
  }
}
