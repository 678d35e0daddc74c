package harbor.kit.bff.cache;

import harbor.kit.bff.cache.Origin.Said;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What came of those who asked. */
final class Visits {
  private final List<Visit> all = new ArrayList<>();

  /**
   * One who asked.
   *
   * @param at when
   * @param said null for no answer
   */
  record Visit(String id, Duration at, Duration took, AnsweredBy from, @Nullable Said said) {
    boolean isAnswered() {
      return said != null;
    }

    boolean isStale() {
      return said != null && from == AnsweredBy.STALE_COPY;
    }

    /** Whether they were answered something about something else. */
    boolean isWrong() {
      return said != null && !said.id().equals(id);
    }

    Duration endedAt() {
      return at.plus(took);
    }
  }

  void add(Visit visit) {
    all.add(visit);
  }

  List<Visit> all() {
    return all;
  }

  /** Those who came from then on. */
  Visits from(Duration begin) {
    return where(visit -> visit.at().compareTo(begin) >= 0);
  }

  /** Those who came before. */
  Visits until(Duration end) {
    return where(visit -> visit.at().compareTo(end) < 0);
  }

  int count() {
    return all.size();
  }

  long answered() {
    return all.stream().filter(Visit::isAnswered).count();
  }

  long failed() {
    return count() - answered();
  }

  long stale() {
    return all.stream().filter(Visit::isStale).count();
  }

  long wrong() {
    return all.stream().filter(Visit::isWrong).count();
  }

  /** Within so long this many percent of them knew. */
  Duration percentile(int percent) {
    List<Duration> sorted = all.stream().map(Visit::took).sorted().toList();
    return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
  }

  private Visits where(Predicate<Visit> condition) {
    Visits some = new Visits();
    all.stream().filter(condition).forEach(some::add);
    return some;
  }
}
