package harbor.importer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import harbor.importer.progress.ImportListener.Notice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the screen shows, with a clock that the test moves. */
class ConsoleProgressTest {
  private final StringWriter screen = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void withoutTerminal_aLineEachFiveSeconds() throws IOException {
    PrintWriter out = new PrintWriter(screen);
    try (Notices notices = new Notices(null)) {
      ConsoleProgress progress = new ConsoleProgress(out, notices, false, clock::get);
      progress.started("feed.tsv", OptionalLong.of(1_000));
      for (int second = 1; second <= 12; second++) {
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        progress.advanced("feed.tsv", second * 500L, second * 50L);
      }
    }

    assertThat(screen.toString().lines())
        .containsExactly(
            "feed.tsv: reading", "feed.tsv: 2,500 rows (25 %)", "feed.tsv: 5,000 rows (50 %)");
  }

  @Test
  void reasons_areCountedTogether_theMostFrequentFirst_refusalsBeforeRemarks() throws IOException {
    StringWriter report = new StringWriter();
    PrintWriter out = new PrintWriter(screen);
    try (Notices notices = new Notices(report)) {
      ConsoleProgress progress = new ConsoleProgress(out, notices, false, clock::get);
      for (long line = 2; line < 414; line++) {
        progress.noticed(
            notice(line, false, new Fault("image_link", "a b", "has a blank", "encode it")));
      }
      progress.noticed(notice(9, true, new Fault("price", "", "is empty", "fill it in")));
      progress.noticed(notice(8, true, new Fault("id", "=1/2", "is not an id", "rename, \"it\"")));
      progress.noticed(notice(7, true, new Fault("id", "b/c", "is not an id", "rename, \"it\"")));
      progress.finished(
          new ImportSummary("f.tsv", 415, 0, 0, 0, 3, 412, Duration.ZERO, 0, 0, true));
    }

    assertThat(screen.toString().lines().skip(1))
        .containsExactly(
            "  2 rows refused: id is not an id (line 8, 7: '=1/2'); rename, \"it\"",
            "  1 row refused: price is empty (line 9); fill it in",
            "  412 rows with a remark: image_link has a blank (line 2, 3, 4, ...: 'a b'); encode"
                + " it");
    assertThat(report.toString().lines())
        .hasSize(416)
        .contains(
            "file,line,id,outcome,column,value,problem,what to do",
            "f.tsv,2,P,stored without,image_link,a b,has a blank,encode it",
            "f.tsv,8,P,refused,id,'=1/2,is not an id,\"rename, \"\"it\"\"\"");
  }

  /** A spreadsheet that opens the report runs nothing of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "=HYPERLINK(1)|'=HYPERLINK(1)",
        "+1+1|'+1+1",
        "-x|'-x",
        "@x|'@x",
        "\t=1|'=1",
        "-2.50|-2.50",
        "+1.299,00|+1.299,00",
        "pot|pot",
      })
  void valueThatIsAFormula_isText_andANumberIsNone(String value, String shown) throws IOException {
    StringWriter report = new StringWriter();
    try (Notices notices = new Notices(report)) {
      new ConsoleProgress(new PrintWriter(screen), notices, false, clock::get)
          .noticed(notice(2, true, new Fault("price", value, "is wrong", "mend it")));
    }

    assertThat(cells(report)).contains(shown);
  }

  private static List<String> cells(StringWriter report) throws IOException {
    try (CSVParser rows = CSVParser.parse(report.toString(), CSVFormat.DEFAULT)) {
      return rows.getRecords().getLast().toList();
    }
  }

  private static Notice notice(long line, boolean refused, Fault fault) {
    return new Notice("f.tsv", line, "P", List.of(fault), refused);
  }

  @Test
  void rate_tellsTheFirstTenthFromTheLast_inConstantMemory() {
    RowRate rate = new RowRate();

    for (int batch = 1; batch <= 100_000; batch++) {
      // Each row of the second half takes three times as long as one of the first.
      long nanos = batch <= 50_000 ? batch : 50_000 + (batch - 50_000L) * 3;
      rate.add(batch * 500L, nanos * 1_000_000);
    }

    assertThat(rate.millisPerThousand(0, 0.1)).isCloseTo(2, within(0.01));
    assertThat(rate.millisPerThousand(0.9, 1)).isCloseTo(6, within(0.01));
    assertThat(rate.millisPerThousand(0, 1)).isCloseTo(4, within(0.01));
  }

  @Test
  void summary_saysCountsAndRate() {
    ImportSummary summary =
        new ImportSummary(
            "feed.tsv", 20_000, 1, 2, 19_994, 3, 4, Duration.ofSeconds(5), 240, 260, false);

    assertThat(summary.sentence())
        .isEqualTo(
            "feed.tsv: 20,000 read, 1 created, 2 updated, 19,994 unchanged, 3 refused, 4 with a"
                + " remark; 5.0 s, 250 ms per 1,000 rows (first tenth 240, last tenth 260)"
                + " - ENDED EARLY");
  }

  @Test
  void rate_ofNothing_isZero() {
    assertThat(new RowRate().millisPerThousand(0, 0.1)).isZero();
  }
}
