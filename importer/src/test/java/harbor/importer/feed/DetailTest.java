package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DetailTest {

  @Test
  void parse_readsDetails_asTheSpecificationHasThem() {
    assertThat(Detail.parse("General:Colour:Blue,General:Capacity:0.5 l,Care:Dishwasher:yes"))
        .containsExactly(
            new Detail("General", "Colour", "Blue"),
            new Detail("General", "Capacity", "0.5 l"),
            new Detail("Care", "Dishwasher", "yes"));
  }

  @Test
  void parse_takesEscapedSeparatorsAsText() {
    assertThat(Detail.parse("Screen:Ratio:16\\:9,Size:W\\:H:1\\,5 x 2\\,5,Path:Root:C\\:\\\\"))
        .containsExactly(
            new Detail("Screen", "Ratio", "16:9"),
            new Detail("Size", "W:H", "1,5 x 2,5"),
            new Detail("Path", "Root", "C:\\"));
  }

  @Test
  void parse_keepsAColonInAValue() {
    assertThat(Detail.parse("Screen:Ratio:16:9,Screen:Size:27 in"))
        .containsExactly(
            new Detail("Screen", "Ratio", "16:9"), new Detail("Screen", "Size", "27 in"));
  }

  @Test
  void parse_continuesTheValue_whenAPieceHasNotTwoColons() {
    assertThat(Detail.parse("Ports:USB:2.0, 3.0, Type-C:fast,Ports:HDMI:1"))
        .containsExactly(
            new Detail("Ports", "USB", "2.0, 3.0, Type-C:fast"), new Detail("Ports", "HDMI", "1"));
  }

  @Test
  void parse_keepsALonelyBackslash() {
    assertThat(Detail.parse("S:variant:26 3/4 \\,S:path:a\\b"))
        .containsExactly(new Detail("S", "variant", "26 3/4 ,S:path:a\\b"));
    assertThat(Detail.parse("S:path:a\\b,S:variant:26 3/4 \\"))
        .containsExactly(new Detail("S", "path", "a\\b"), new Detail("S", "variant", "26 3/4 \\"));
  }

  @Test
  void parse_readsPairs_whenNoPieceHasASection() {
    assertThat(Detail.parse("Colour:Blue,Size:M, L"))
        .containsExactly(new Detail("", "Colour", "Blue"), new Detail("", "Size", "M, L"));
  }

  @Test
  void parse_leavesOut_whatSaysNothing() {
    List<String> nothing = List.of("", ",", "words only", "a:b:", "a::c", "::", " : : ");

    assertThat(nothing).allSatisfy(text -> assertThat(Detail.parse(text)).isEmpty());
    assertThat(Detail.parse(":Colour:Blue")).containsExactly(new Detail("", "Colour", "Blue"));
  }
}
