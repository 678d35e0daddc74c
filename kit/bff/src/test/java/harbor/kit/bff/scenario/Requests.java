package harbor.kit.bff.scenario;

import harbor.kit.bff.plan.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How the requests of a screen ended. */
final class Requests {
  private final List<Request> requests = new ArrayList<>();

  /** How a request ended. */
  enum Ending {
    /** With the whole page. */
    ANSWERED,
    /** With a page in which something is missing. */
    DEGRADED,
    /** Without a page. */
    FAILED;

    static Ending of(Page<?> page) {
      return switch (page) {
        case Page.Ready<?>(_, List<String> missing, _) -> missing.isEmpty() ? ANSWERED : DEGRADED;
        case Page.Failed<?> _ -> FAILED;
      };
    }
  }

  /**
   * A request.
   *
   * @param at when it came
   */
  record Request(Duration at, Duration took, Ending ending) {}

  void add(Request request) {
    requests.add(request);
  }

  /** All of them, in the order in which they ended. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Those that came within this time. */
  Requests within(Duration from, Duration until) {
    Requests some = new Requests();
    requests.stream()
        .filter(each -> each.at().compareTo(from) >= 0 && each.at().compareTo(until) < 0)
        .forEach(some::add);
    return some;
  }

  /** These and those. */
  Requests and(Requests others) {
    Requests all = new Requests();
    all.requests.addAll(requests);
    all.requests.addAll(others.requests);
    return all;
  }

  int count() {
    return requests.size();
  }

  long count(Ending ending) {
    return requests.stream().filter(each -> each.ending() == ending).count();
  }

  /** The share of them that ended so, in percent. */
  double percent(Ending ending) {
    return 100.0 * count(ending) / requests.size();
  }

  /** Within so long this many percent of them had ended, with a page or without. */
  Duration percentile(int percent) {
    List<Duration> sorted = requests.stream().map(Request::took).sorted().toList();
    return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
  }

  /** When the last one came that had no whole page; zero without any. */
  Duration lastMiss() {
    return requests.stream()
        .filter(each -> each.ending() != Ending.ANSWERED)
        .map(Request::at)
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) < 0 ? other : one);
  }
}
