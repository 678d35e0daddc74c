package harbor.allinone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultCommandTest {
  private static final Path OBSERVABILITY = Path.of("../observability");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*\\| ([^|]*) \\|$");
  private static final Pattern NONE_OR_ALERTS = Pattern.compile("none|Harbor\\w+.*");
  private static final Pattern ALERT = Pattern.compile("Harbor\\w+");

  @Test
  void words_areWhatIsPut() {
    assertThat(FaultCommand.lines(List.of())).isEmpty();
    assertThat(FaultCommand.lines(List.of("off"))).contains("off");
    assertThat(FaultCommand.lines(List.of("catalog", "GetProduct", "errors=3%", "only=HB1001")))
        .contains("catalog GetProduct errors=3% only=HB1001");
    assertThat(FaultCommand.lines(List.of("product-failure")))
        .contains("catalog errors=100% only=HB1001");
    assertThat(FaultCommand.lines(List.of("product-failure", "off")))
        .contains("catalog off only=HB1001");
  }

  @Test
  void badWords_areRefusedWithWhatIsWrong() {
    assertThatThrownBy(() -> FaultCommand.lines(List.of("slow-shiping")))
        .hasMessageStartingWith("There is no fault 'slow-shiping'.");
    assertThatThrownBy(() -> FaultCommand.lines(List.of("slow-shipping", "on")))
        .hasMessage("After slow-shipping there is nothing or off, not 'on'");
    assertThatThrownBy(() -> FaultCommand.lines(List.of("catalog", "latency=fast")))
        .hasMessageStartingWith("'latency=fast' is no fault");
  }

  @Test
  void runbook_saysOfEachNamedFault_whichAlertsItRaises() throws IOException {
    List<MatchResult> rows =
        ROW.matcher(Files.readString(OBSERVABILITY.resolve("RUNBOOK.md"))).results().toList();
    Set<String> alerts =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(OBSERVABILITY.resolve("prometheus/alerts.yml")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(rows)
        .extracting(row -> row.group(1))
        .containsExactlyElementsOf(Stream.of(NamedFault.values()).map(NamedFault::text).toList());
    assertThat(rows).extracting(row -> row.group(2)).allMatch(NONE_OR_ALERTS.asMatchPredicate());
    assertThat(rows)
        .flatExtracting(
            row -> ALERT.matcher(row.group(2)).results().map(MatchResult::group).toList())
        .isNotEmpty()
        .isSubsetOf(alerts);
  }
}
