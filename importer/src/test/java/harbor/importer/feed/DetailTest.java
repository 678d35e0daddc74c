package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As it is parsed, and as it comes out of every form of file. */
class DetailTest extends FirstRow {

  @Test
  void parse_readsDetails_asTheSpecificationHasThem() throws IOException {
    assertThat(read("General:Colour:Blue,General:Capacity:0.5 l,Care:Dishwasher:yes"))
        .containsExactly(
            new Detail("General", "Colour", "Blue"),
            new Detail("General", "Capacity", "0.5 l"),
            new Detail("Care", "Dishwasher", "yes"));
  }

  @Test
  void parse_takesEscapedSeparatorsAsText() throws IOException {
    assertThat(read("Screen:Ratio:16\\:9,Size:W\\:H:1\\,5 x 2\\,5,Path:Root:C\\:\\\\"))
        .containsExactly(
            new Detail("Screen", "Ratio", "16:9"),
            new Detail("Size", "W:H", "1,5 x 2,5"),
            new Detail("Path", "Root", "C:\\"));
  }

  @Test
  void parse_keepsAColonInAValue() throws IOException {
    assertThat(read("Screen:Ratio:16:9,Screen:Size:27 in"))
        .containsExactly(
            new Detail("Screen", "Ratio", "16:9"), new Detail("Screen", "Size", "27 in"));
  }

  @Test
  void parse_continuesTheValue_whenAPieceHasNotTwoColons() throws IOException {
    assertThat(read("Ports:USB:2.0, 3.0, Type-C:fast,Ports:HDMI:1"))
        .containsExactly(
            new Detail("Ports", "USB", "2.0, 3.0, Type-C:fast"), new Detail("Ports", "HDMI", "1"));
  }

  @Test
  void parse_keepsALonelyBackslash() throws IOException {
    assertThat(read("S:variant:26 3/4 \\,S:path:a\\b"))
        .containsExactly(new Detail("S", "variant", "26 3/4 ,S:path:a\\b"));
    assertThat(read("S:path:a\\b,S:variant:26 3/4 \\"))
        .containsExactly(new Detail("S", "path", "a\\b"), new Detail("S", "variant", "26 3/4 \\"));
  }

  @Test
  void parse_readsPairs_whenNoPieceHasASection() throws IOException {
    assertThat(read("Colour:Blue,Size:M, L"))
        .containsExactly(new Detail("", "Colour", "Blue"), new Detail("", "Size", "M, L"));
  }

  @Test
  void parse_leavesOut_whatSaysNothing() throws IOException {
    List<String> nothing = List.of("", ",", "words only", "a:b:", "a::c", "::", " : : ");

    for (String text : nothing) {
      assertThat(read(text)).as(text).isEmpty();
    }
    assertThat(read(":Colour:Blue")).containsExactly(new Detail("", "Colour", "Blue"));
  }

  @Test
  void text_isWhatIsParsedAgain_withNoMoreBackslashesThanItNeeds() throws IOException {
    List<Detail> details =
        List.of(
            new Detail("Ports", "USB", "2.0, 3.0: fast"),
            new Detail("", "Ratio", "16:9"),
            new Detail("a:b, \\", "\\:", "x, y:z:\\, C:\\dir, \\"),
            new Detail("S", "W:H", "1,5"));
    List<String> texts = details.stream().map(Detail::text).toList();

    assertThat(texts)
        .containsExactly(
            "Ports:USB:2.0, 3.0: fast",
            ":Ratio:16:9",
            "a\\:b\\, \\\\:\\\\\\::x\\, y:z:\\\\, C:\\dir, \\\\",
            "S:W\\:H:1,5");
    assertThat(read(String.join(",", texts))).isEqualTo(details);
  }

  private List<Detail> read(String text) throws IOException {
    List<Detail> details = Detail.parse(text);
    assertThat(productWith("product_detail", text).attributes().details()).isEqualTo(details);
    return details;
  }
}
