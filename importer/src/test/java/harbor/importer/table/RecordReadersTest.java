package harbor.importer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import harbor.importer.table.RecordReader.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Text to records: quotes, line ends, line numbers, compression. */
class RecordReadersTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "15\" monitor                    | 15\" monitor",
        "\"Best\" mug                    | \"Best\" mug",
        "\"Never closed                  | \"Never closed",
        "\"Quoted \"\"as\"\" in CSV\"    | Quoted \"as\" in CSV",
        "\"27.0\"\" monitor\"            | 27.0\" monitor",
        "\"                              | \"",
        "\"\"                            | ``",
        "dad's \"mug                     | dad's \"mug",
        "\"a\" and \"b\"                 | \"a\" and \"b\"",
        "\"\"double\"\"                  | \"\"double\"\""
      })
  void tsv_readsAField_asItIsMeant(String field, String expected) throws IOException {
    String text = "id\ttitle\tprice\n1\t" + field + "\t5\n2\tnext\t6\n";

    assertThat(read(FeedForm.TSV, text))
        .extracting(RawRecord::values)
        .containsExactly(
            List.of("id", "title", "price"),
            List.of("1", expected, "5"),
            List.of("2", "next", "6"));
  }

  @Test
  void tsv_strayQuotesInSeveralRows_doNotSwallowTheFile() throws IOException {
    StringBuilder text = new StringBuilder("id\ttitle\tprice\n");
    for (int i = 1; i <= 1_000; i++) {
      text.append(i).append(i % 3 == 0 ? "\t\"stray" : "\tplain").append("\t\"5\n");
    }

    assertThat(read(FeedForm.TSV, text.toString()))
        .hasSize(1_001)
        .allMatch(r -> r.values().size() == 3);
  }

  @Test
  void tsv_joinsWhatTabsInQuotesHold_onlyWhenTheColumnsFit() throws IOException {
    String text = "a\tb\tc\n1\t\"x\ty\"\t3\n1\t\"x\ty\"\n";

    assertThat(read(FeedForm.TSV, text))
        .extracting(RawRecord::values)
        .containsExactly(
            List.of("a", "b", "c"), List.of("1", "x\ty", "3"), List.of("1", "\"x", "y\""));
  }

  @Test
  void tsv_readsAFieldOverSeveralLines_andNumbersByItsFirst() throws IOException {
    String text =
        "id\ttext\tprice\n1\t\"one\n\ntwo \"\"2\"\"\"\t5\n2\tb\t6\n3\tc\t\"last\nline\"\n4\td\t7\n";

    assertThat(read(FeedForm.TSV, text))
        .extracting(
            RawRecord::line, record -> record.values().get(1), record -> record.values().get(2))
        .containsExactly(
            tuple(1L, "text", "price"),
            tuple(2L, "one\n\ntwo \"2\"", "5"),
            tuple(5L, "b", "6"),
            tuple(6L, "c", "last\nline"),
            tuple(8L, "d", "7"));
  }

  @Test
  void csv_readsAFieldOverSeveralLines_andNumbersByItsFirst() throws IOException {
    String text = "id,text\r\n1,\"one\r\n\r\ntwo, \"\"2\"\"\"\r\n\r\n2,b\r\n3,\"x\ny\"";

    assertThat(read(FeedForm.CSV, text))
        .extracting(RawRecord::line, record -> record.values().get(1))
        .containsExactly(
            tuple(1L, "text"),
            tuple(2L, "one\r\n\r\ntwo, \"2\""),
            tuple(6L, "b"),
            tuple(7L, "x\ny"));
  }

  @Test
  void csv_takesTextBehindAClosingQuote() throws IOException {
    assertThat(read(FeedForm.CSV, "a,b\n\"Best\" mug,2\n3,4\n"))
        .extracting(RawRecord::values)
        .containsExactly(List.of("a", "b"), List.of("Best mug", "2"), List.of("3", "4"));
  }

  @Test
  void csv_ends_whenAQuoteSwallowsTheFile() {
    String text = "a,b\n1,\"never closed\n" + "2,3\n".repeat(400_000);

    assertThatThrownBy(() -> read(FeedForm.CSV, text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 1000000 characters")
        .hasMessageContaining("not closed");
  }

  @Test
  void tsv_ends_whenThereAreNoLines() {
    assertThatThrownBy(() -> read(FeedForm.TSV, "x".repeat(1_000_001)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1 is longer");
  }

  @ParameterizedTest
  @EnumSource(FeedForm.class)
  void all_readWindowsFiles_withMarkAndWithoutLastLineEnd(FeedForm form) throws IOException {
    String tab = String.valueOf(form.separator());
    String text = "\uFEFF\"id\"" + tab + "name\r\n\r\n1" + tab + "Größe\r\n2" + tab + "b";

    assertThat(read(form, text))
        .extracting(RawRecord::line, RawRecord::values)
        .containsExactly(
            tuple(1L, List.of("id", "name")),
            tuple(3L, List.of("1", "Größe")),
            tuple(4L, List.of("2", "b")));
  }

  @ParameterizedTest
  @EnumSource(value = FeedForm.class, mode = EXCLUDE, names = "XML")
  void all_readLinesThatEndWithReturnAlone(FeedForm form) throws IOException {
    String text = "id%sname\r1%1$sa\r\r2%1$s\"b\rc\"\r3%1$sd".formatted(form.separator());

    assertThat(read(form, text))
        .extracting(RawRecord::line, record -> record.values().get(0))
        .containsExactly(tuple(1L, "id"), tuple(2L, "1"), tuple(4L, "2"), tuple(6L, "3"));
  }

  @Test
  void tsv_keepsAReturnWithinALine_whereLinesEndOtherwise() throws IOException {
    assertThat(read(FeedForm.TSV, "a\tb\n1\tx\ry\n"))
        .extracting(RawRecord::values)
        .containsExactly(List.of("a", "b"), List.of("1", "x\ry"));
  }

  private static List<RawRecord> read(FeedForm form, String text) throws IOException {
    return read(form, FeedFiles.text("test", text));
  }

  private static List<RawRecord> read(FeedForm form, FeedFile file) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (RecordReader reader = form.records(FeedText.open(file, new AtomicLong()).text())) {
      for (Optional<RawRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }
}
