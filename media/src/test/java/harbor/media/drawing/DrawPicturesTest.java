package harbor.media.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawPicturesTest {
  @TempDir private Path directory;
  private Path feed;
  private Path pictures;

  @BeforeEach
  void paths() {
    feed = directory.resolve("products.tsv");
    pictures = directory.resolve("pictures");
  }

  @Test
  void draw_makesAFileForEachPictureAndSize() throws IOException {
    feed(
        "HB1\t/i/mug/HB1/1-{size}.svg\t/i/mug/HB1/2-{size}.svg,/i/tent/HB1/3-{size}.svg\tin_stock");

    DrawPictures.draw(feed, pictures);

    assertThat(drawn())
        .containsExactly(
            "i/mug/HB1/1-120.svg",
            "i/mug/HB1/1-1920.svg",
            "i/mug/HB1/1-400.svg",
            "i/mug/HB1/2-120.svg",
            "i/mug/HB1/2-1920.svg",
            "i/mug/HB1/2-400.svg",
            "i/tent/HB1/3-120.svg",
            "i/tent/HB1/3-1920.svg",
            "i/tent/HB1/3-400.svg");
    assertThat(pictures.resolve("i/tent/HB1/3-400.svg"))
        .hasBinaryContent(
            new ProductImages().render(new ProductImage("tent", "HB1", 3, 400)).orElseThrow());
  }

  @Test
  void draw_leavesWhatIsThere_andMendsWhatDiffers() throws IOException {
    feed("/i/mug/HB1/1-{size}.svg");
    DrawPictures.draw(feed, pictures);
    Path same = pictures.resolve("i/mug/HB1/1-120.svg");
    Path spoilt = pictures.resolve("i/mug/HB1/1-400.svg");
    FileTime old = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(same, old);
    Files.writeString(spoilt, "<svg/>");

    DrawPictures.draw(feed, pictures);

    assertThat(Files.getLastModifiedTime(same)).isEqualTo(old);
    assertThat(Files.readString(spoilt, UTF_8)).contains("width=\"400\"");
  }

  @Test
  void draw_deletesWhatTheFeedNamesNoMore() throws IOException {
    feed("/i/mug/HB1/1-{size}.svg");
    DrawPictures.draw(feed, pictures);
    feed("/i/mug/HB2/1-{size}.svg");

    DrawPictures.draw(feed, pictures);

    assertThat(drawn()).hasSize(3).allMatch(path -> path.startsWith("i/mug/HB2/"));
  }

  @Test
  void draw_endsTheBuild_whenAPictureCannotBeDrawn() throws IOException {
    feed("/i/zeppelin/HB1/1-{size}.svg");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrawPictures.draw(feed, pictures))
        .withMessageStartingWith("no such picture: /i/zeppelin/HB1/1-");
  }

  private void feed(String text) throws IOException {
    Files.writeString(feed, text + "\n");
  }

  private List<String> drawn() throws IOException {
    try (Stream<Path> files = Files.walk(pictures)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> pictures.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
