package harbor.e2e.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import harbor.e2e.faults.SteadyLoad.Judged;
import harbor.e2e.faults.Verdict.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What one load saw of one outage.
 *
 * @param caches on or off
 * @param pages those asked for while it lasted
 * @param back the time from its end until pages were whole
 * @param faults what no answer may be, until then
 */
record Row(Outage outage, String caches, List<Judged> pages, Duration back, List<String> faults) {
  /** What {@link #cells} are. */
  static final List<String> HEADS =
      List.of(
          "dependency",
          "fault",
          "that is",
          "caches",
          "pages",
          "whole",
          "stale",
          "degraded",
          "failed",
          "whole of those that do not need it",
          "p99 ms",
          "back after ms");

  /** Copies the lists. */
  Row {
    pages = List.copyOf(pages);
    faults = List.copyOf(faults);
  }

  /** Has an outage last for so long, and waits until pages are whole again; a row a load. */
  static List<Row> of(Outage outage, Duration time, List<SteadyLoad> loads) {
    long began = System.nanoTime();
    long ended;
    loads.forEach(load -> load.startAnew(outage.forgets()));
    try {
      outage.begin().run();
      loads.getFirst().go(time);
    } finally {
      ended = System.nanoTime();
      outage.end().run();
    }
    outage.settle().run();
    return loads.stream().map(load -> of(outage, load, began, ended)).toList();
  }

  private static Row of(Outage outage, SteadyLoad load, long began, long ended) {
    List<String> faults = new ArrayList<>();
    Duration back;
    try {
      back = load.recovered(ended);
    } catch (ConditionTimeoutException e) {
      back = Duration.ofDays(1);
      faults.add(outage + ": no recovery: " + e.getMessage());
    }
    load.between(began, System.nanoTime()).stream()
        .flatMap(page -> page.verdict().faults().stream())
        .map(fault -> outage + ": " + fault)
        .forEach(faults::add);
    return new Row(outage, load.caches(), load.between(began, ended), back, faults);
  }

  long count(Ending ending) {
    return count(pages, ending);
  }

  /** Which errors there were, and how many of each. */
  String codes() {
    return pages.stream()
        .map(page -> page.verdict().code())
        .filter(code -> !code.isEmpty())
        .collect(groupingBy(code -> code, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(code -> code.getKey() + " " + code.getValue())
        .collect(joining(", "));
  }

  /** The pages that do not need what was out. */
  List<Judged> withoutNeed(Needs needs) {
    return pages.stream().filter(page -> !needs.has(page.page(), outage.dependency())).toList();
  }

  /** As a table has it. */
  List<Object> cells(Needs needs) {
    List<Judged> others = withoutNeed(needs);
    String codes = codes();
    return List.of(
        outage.dependency(),
        outage.fault(),
        outage.meaning(),
        caches,
        pages.size(),
        count(pages, Ending.WHOLE),
        count(pages, Ending.STALE),
        count(pages, Ending.DEGRADED),
        count(pages, Ending.FAILED) + (codes.isEmpty() ? "" : ": " + codes),
        "%d of %d".formatted(count(others, Ending.WHOLE), others.size()),
        p99().toMillis(),
        back.toMillis());
  }

  /** After which 99 of 100 pages were there. */
  private Duration p99() {
    List<Duration> took = pages.stream().map(Judged::took).sorted().toList();
    return took.get((int) Math.ceil(took.size() * 0.99) - 1);
  }

  private static long count(List<Judged> pages, Ending ending) {
    return pages.stream().filter(page -> page.verdict().ending() == ending).count();
  }
}
