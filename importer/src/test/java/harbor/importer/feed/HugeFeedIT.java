package harbor.importer.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.UniqueRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feed on one line, larger by far than the heap of the process that reads it, comes through a
 * pipe.
 */
class HugeFeedIT {
  private static final int HEAP_MEGABYTES = 24;
  private static final int ITEMS = 20_000;

  /** So that all of them are 68 MB: what a heap of 24 cannot hold, packed in whichever way. */
  private static final int ITEM_BYTES = 3_400;

  @TempDir private Path folder;

  @Test
  void feed_isReadToItsEnd_howeverSmallTheHeap() throws Exception {
    Process reader = reading("rows");

    try (OutputStream pipe = reader.getOutputStream()) {
      feed(pipe);
    }

    assertThat(reader.waitFor()).as(said()).isZero();
    assertThat(said()).isEqualTo(ITEMS + " rows, the last P" + (ITEMS - 1));
  }

  /** The counter-test: what takes in the whole file does not come to its end. */
  @Test
  void heap_doesNotHoldTheFeed() throws Exception {
    Process reader = reading("whole");

    try (OutputStream pipe = reader.getOutputStream()) {
      feed(pipe);
    } catch (IOException e) {
      assertThat(e).as("nobody reads any more").hasMessageContaining("Broken pipe");
    }

    assertThat(reader.waitFor()).isNotZero();
    assertThat(said()).contains("OutOfMemoryError");
  }

  private Process reading(String how) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MEGABYTES + "m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Reader.class.getName(),
            how)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said")).strip();
  }

  private static void feed(OutputStream out) throws IOException {
    out.write("<rss xmlns:g='http://base.google.com/ns/1.0'><channel>".getBytes(UTF_8));
    byte[] rest =
        ("</g:id><g:title>Tom &amp; Jerry&#39;s caf&eacute;</g:title><g:price>1 EUR</g:price>"
                + "<g:availability>in_stock</g:availability><g:product_type>C</g:product_type>"
                + "<g:description><![CDATA[<p>"
                + "Sturdy, quiet. ".repeat(ITEM_BYTES / 15)
                + "</p>]]></g:description></item>")
            .getBytes(UTF_8);
    for (int item = 0; item < ITEMS; item++) {
      out.write(("<item><g:id>P" + item).getBytes(UTF_8));
      out.write(rest);
    }
    out.write("</channel></rss>".getBytes(UTF_8));
  }

  /** The other process. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] how) throws IOException {
      if (how[0].equals("whole")) {
        System.out.println(System.in.readAllBytes().length);
        return;
      }
      int rows = 0;
      String last = "";
      try (RowReader<ProductData> feed =
          new UniqueRows<>(
              ProductFeed.open(FeedFile.of("feed.xml", () -> System.in), FeedOptions.NONE, _ -> {}),
              "id",
              ProductData::id)) {
        for (var row = feed.next(); row.isPresent(); row = feed.next()) {
          last = FirstRow.valid(row.get()).value().id();
          rows++;
        }
      }
      System.out.println(rows + " rows, the last " + last);
    }
  }
}
