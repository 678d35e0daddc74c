package harbor.allinone.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of all requests, by the name of what was asked for. Thread-safe. */
public final class Tally {
  /** Longer than anybody waits. */
  private static final int MAX_MILLIS = 30_000;

  private final Map<String, Screen> screens = new TreeMap<>();

  /** How a request ended. */
  enum Ending {
    /** As it should. */
    ANSWERED,
    /** Without some of its parts. */
    DEGRADED,
    /** With a no that people get in an ordinary store: a card that is declined, too few pieces. */
    REFUSED,
    /** By a fault of the store: 5xx, or no answer at all. */
    FAILED
  }

  /** Requests by their milliseconds, and by how they ended. */
  private static final class Screen {
    private final int[] millis = new int[MAX_MILLIS + 1];
    private final Map<Ending, Integer> endings = new EnumMap<>(Ending.class);

    int ended(Ending ending) {
      return endings.getOrDefault(ending, 0);
    }

    int requests() {
      return endings.values().stream().mapToInt(count -> count).sum();
    }
  }

  synchronized void count(String screen, Ending ending, Duration time) {
    Screen counted = screens.computeIfAbsent(screen, _ -> new Screen());
    counted.endings.merge(ending, 1, Integer::sum);
    counted.millis[(int) Math.min(MAX_MILLIS, time.toMillis())]++;
  }

  /** How many requests there were. */
  public synchronized int requests() {
    return screens.values().stream().mapToInt(Screen::requests).sum();
  }

  /** How many of them were answered by a fault of the store. */
  public int failed() {
    return ended(Ending.FAILED);
  }

  /** What was asked for. */
  public synchronized List<String> names() {
    return List.copyOf(screens.keySet());
  }

  synchronized int ended(Ending ending) {
    return screens.values().stream().mapToInt(screen -> screen.ended(ending)).sum();
  }

  /** One line. */
  synchronized String line(Duration since) {
    int requests = requests();
    return "%d:%02d  %,6d requests  %5.1f/s  %d degraded  %d refused  %d failed  p95 %d ms"
        .formatted(
            since.toMinutes(),
            since.toSecondsPart(),
            requests,
            requests / Math.max(1.0, since.toMillis() / 1_000.0),
            ended(Ending.DEGRADED),
            ended(Ending.REFUSED),
            ended(Ending.FAILED),
            percentile(screens.values(), 95));
  }

  /** A table. */
  synchronized void print(PrintWriter out) {
    out.printf(
        "%-24s %8s %8s %8s %8s %8s %8s%n",
        "", "requests", "degraded", "refused", "failed", "p50 ms", "p95 ms");
    screens.forEach(
        (name, screen) ->
            out.printf(
                "%-24s %8d %8d %8d %8d %8d %8d%n",
                name,
                screen.requests(),
                screen.ended(Ending.DEGRADED),
                screen.ended(Ending.REFUSED),
                screen.ended(Ending.FAILED),
                percentile(List.of(screen), 50),
                percentile(List.of(screen), 95)));
    out.flush();
  }

  private static int percentile(Collection<Screen> of, int percent) {
    long wanted = of.stream().mapToLong(Screen::requests).sum() * percent / 100;
    for (int millis = 0; millis < MAX_MILLIS; millis++) {
      int time = millis;
      wanted -= of.stream().mapToInt(screen -> screen.millis[time]).sum();
      if (wanted < 0) {
        return millis;
      }
    }
    return MAX_MILLIS;
  }
}
