package harbor.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.e2e.faults.Page.Answer;
import harbor.kit.bff.answer.ErrorRow;
import harbor.kit.bff.answer.ErrorTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a page ended, and whether its answer says so.
 *
 * @param code of an error, otherwise empty
 * @param faults what no answer may be, whatever goes wrong: a bug's, or not what it says
 */
record Verdict(Ending ending, String code, List<String> faults) {
  private static final ErrorTable TABLE = ErrorTable.read("/harbor/errors.tsv");
  private static final Pattern CALLS = Pattern.compile("[a-z_]+\\.[a-z_]+(, ?[a-z_]+\\.[a-z_]+)*");
  private static final Pattern INNER =
      Pattern.compile("Exception|\\bat [\\w.]+\\(|harbor\\.|jdbc:");

  /** Copies the faults. */
  Verdict {
    faults = List.copyOf(faults);
  }

  /** How a page ended. */
  enum Ending {
    /** As ever. */
    WHOLE,
    /** Some of it is older than it should be. */
    STALE,
    /** Without some of its parts. */
    DEGRADED,
    /** With an error. */
    FAILED
  }

  /**
   * On a page.
   *
   * @param answer empty when there was none
   * @param whole which fields the page has when nothing is wrong
   * @param mayForget whether sessions may be lost just now
   */
  static Verdict of(Page page, Optional<Answer> answer, Set<String> whole, boolean mayForget) {
    List<String> faults = new ArrayList<>();
    if (answer.isEmpty()) {
      return new Verdict(Ending.FAILED, "no answer", List.of(page.address() + ": no answer"));
    }
    Answer said = answer.get();
    Ending ending = ending(said);
    if (ending != Ending.WHOLE) {
      if (!said.header("cache-control").orElse("").contains("no-store")) {
        faults.add("may be kept: " + said.header("cache-control"));
      }
      said.header("etag").ifPresent(tag -> faults.add("has the tag " + tag));
    }
    String code = "";
    if (ending == Ending.FAILED) {
      code = said.json().path("code").asText("none");
      boolean isForgotten =
          mayForget && page.ofASession() && (said.status() == 401 || said.status() == 404);
      faults.addAll(faultsOfError(said, code, isForgotten));
    } else {
      faults.addAll(faultsOfPage(said, ending, whole));
    }
    return new Verdict(
        ending, code, faults.stream().map(fault -> page.address() + ": " + fault).toList());
  }

  private static Ending ending(Answer said) {
    if (said.status() != 200) {
      return Ending.FAILED;
    }
    if (said.header("x-degraded").isPresent()) {
      return Ending.DEGRADED;
    }
    return said.header("x-stale").isPresent() ? Ending.STALE : Ending.WHOLE;
  }

  private static List<String> faultsOfPage(Answer said, Ending ending, Set<String> whole) {
    List<String> faults = new ArrayList<>();
    Stream.of("x-degraded", "x-stale")
        .flatMap(name -> said.header(name).stream())
        .filter(calls -> !CALLS.matcher(calls).matches())
        .forEach(calls -> faults.add("names no calls: '" + calls + "'"));
    boolean isSaid = said.json().at("/meta/degraded").asBoolean();
    if (whole.contains("/meta") && isSaid != (ending == Ending.DEGRADED)) {
      faults.add("its body says of degraded what its head does not");
    }
    if (ending != Ending.DEGRADED) {
      Set<String> missing = new TreeSet<>(whole);
      missing.removeAll(said.fields());
      if (!missing.isEmpty()) {
        faults.add("says that it is whole, without " + missing);
      }
    }
    return faults;
  }

  private static List<String> faultsOfError(Answer said, String code, boolean isForgotten) {
    List<String> faults = new ArrayList<>();
    JsonNode error = said.json();
    boolean isKnown =
        TABLE.rows().stream()
            .filter(row -> row.status().code() == said.status())
            .filter(row -> row.retryable() || isForgotten)
            .anyMatch(row -> isCode(row, code));
    if (!isKnown || (said.status() < 500 && !isForgotten)) {
      faults.add("an outage is told as %d %s".formatted(said.status(), said.body()));
    }
    if (error.path("retryable").asBoolean() == isForgotten
        || !error.path("traceId").asText().matches("[0-9a-f]{32}")) {
      faults.add("no form of errors: " + said.body());
    }
    if (INNER.matcher(said.body()).find()) {
      faults.add("says what is inside: " + said.body());
    }
    return faults;
  }

  private static boolean isCode(ErrorRow row, String code) {
    return code.matches(row.code().replace("{SERVICE}", "[A-Z]+").replaceAll("[{}]", ""));
  }
}
