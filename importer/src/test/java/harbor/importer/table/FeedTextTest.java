package harbor.importer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.importer.progress.NothingRead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes to text: compression, characters, and what is no text. */
class FeedTextTest {
  private static final String TEXT = "id\ttitle\n1\tGröße ł\n";

  @Test
  void gzip_isKnownByItsBytes_notByItsName() throws IOException {
    byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);

    assertThat(read("feed.tsv", gzip(plain))).isEqualTo(TEXT);
    assertThat(read("feed.tsv.gz", plain)).isEqualTo(TEXT);
    assertThat(read("feed", gzip(gzip(plain)))).isEqualTo(TEXT);
    assertThat(read("feed", zip(Map.of("feed.tsv.gz", gzip(plain))))).isEqualTo(TEXT);
  }

  @Test
  void zip_withOneFile_isReadLikeIt_alsoWithWhatAMacAdds() throws IOException {
    byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);

    assertThat(read("feed", zip(Map.of("a/feed.tsv", plain)))).isEqualTo(TEXT);
    assertThat(read("feed", zip(Map.of("__MACOSX/._feed.tsv", new byte[] {1}, "feed.tsv", plain))))
        .isEqualTo(TEXT);
  }

  @Test
  void zip_withSeveralFiles_isRefused_onDiskBeforeARowWasRead(@TempDir Path folder)
      throws IOException {
    byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);
    Path file =
        Files.write(folder.resolve("feeds.zip"), zip(Map.of("a.tsv", plain, "b.tsv", plain)));

    assertThatThrownBy(() -> FeedText.open(FeedFile.at(file), new AtomicLong()))
        .isInstanceOf(NothingRead.class)
        .hasMessage("feeds.zip: is a zip archive with 2 files (expected: one): a.tsv, b.tsv");
    assertThatThrownBy(() -> read("pipe", Files.readAllBytes(file)))
        .isInstanceOf(IOException.class)
        .hasMessage("the zip archive holds a second file, b.tsv (expected: one)");
  }

  @Test
  void spreadsheets_areNamed() throws IOException {
    byte[] workbook = zip(Map.of("[Content_Types].xml", new byte[] {'<'}, "xl/a.xml", new byte[1]));

    assertThatThrownBy(() -> read("feed.xlsx", workbook))
        .isInstanceOf(NothingRead.class)
        .hasMessageContaining("feed.xlsx: is a spreadsheet or an office document; save it as CSV");
    assertThatThrownBy(
            () -> read("a.xls", new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 1}))
        .isInstanceOf(NothingRead.class)
        .hasMessageContaining("is an old Excel or Word document");
    assertThatThrownBy(() -> read("a.jpg", new byte[] {1, 0, 0, 0, 2, 0, 0}))
        .isInstanceOf(NothingRead.class)
        .hasMessageContaining("is not text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void characters_areWhatTheMarkSays_whateverIsDeclared(String charset) throws IOException {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(Charset.forName(charset));
    FeedFile file = FeedFiles.bytes("feed", bytes).in(Optional.of(StandardCharsets.ISO_8859_1));

    assertThat(text(file)).isEqualTo(TEXT);
    assertThat(text(FeedFiles.bytes("feed", gzip(bytes)))).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1, Größe", "windows-1252, 12 €", "windows-1250, Łódź"})
  void characters_areWhatIsDeclared_byTheCommandOrByXml(String charset, String word)
      throws IOException {
    byte[] table = ("id\n" + word).getBytes(Charset.forName(charset));
    String xml = "<?xml version='1.0' encoding='%s'?><a>%s</a>".formatted(charset, word);

    assertThat(text(FeedFiles.bytes("feed", table).in(Optional.of(Charset.forName(charset)))))
        .endsWith(word);
    assertThat(text(FeedFiles.bytes("feed", table))).contains("\uFFFD");
    assertThat(read("feed.xml", xml.getBytes(Charset.forName(charset)))).isEqualTo(xml);
  }

  @Test
  void utf16_withoutItsMark_isNamed() {
    assertThatThrownBy(() -> read("feed", TEXT.getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(NothingRead.class)
        .hasMessageContaining("looks like UTF-16 without its mark; say --encoding UTF-16LE");
  }

  @Test
  void bytesRead_areThoseThatWereStored() throws IOException {
    AtomicLong bytes = new AtomicLong();
    try (var text = FeedText.open(FeedFiles.text("x", "äöü\n"), bytes).text()) {
      text.readLine();
    }

    assertThat(bytes).hasValue(7);
  }

  private static String read(String name, byte[] bytes) throws IOException {
    return text(FeedFiles.bytes(name, bytes));
  }

  private static String text(FeedFile file) throws IOException {
    try (var text = FeedText.open(file, new AtomicLong()).text()) {
      return text.readAllAsString();
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return packed.toByteArray();
  }
}
