package harbor.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TitleWordsTest {
  @Test
  void of_areDistinctWordsInLowerCase() {
    assertThat(TitleWords.of("RED Kettle, red (1.7 l) \u00c4pfel-Schale"))
        .containsExactly("red", "kettle", "\u00e4pfel", "schale");
  }

  @Test
  void of_areNone_whenThereIsNoWord() {
    assertThat(TitleWords.of("- ! a 1")).isEmpty();
  }

  @Test
  void of_areAtMost32() {
    String title =
        IntStream.range(0, 50).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));

    assertThat(TitleWords.of(title)).hasSize(32);
  }
}
