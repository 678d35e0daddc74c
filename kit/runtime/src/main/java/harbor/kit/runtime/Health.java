package harbor.kit.runtime;

import harbor.kit.runtime.ManagementServer.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/**
 * Whether a process takes new work: from its start until it is told to stop, and while what it
 * cannot work without is there. Thread-safe.
 */
public final class Health {
  private final Map<String, BooleanSupplier> needed = new ConcurrentSkipListMap<>();
  private volatile State state = State.STARTING;

  /** What a process can say of itself. */
  public enum State {
    /** Not ready yet. */
    STARTING,
    /** Takes new work. */
    SERVING,
    /** Runs, and something is away without which it cannot answer; it comes back by itself. */
    NOT_SERVING,
    /** Ends what is under way; new work goes elsewhere. */
    DRAINING
  }

  /** Says so. */
  public void turn(State next) {
    state = next;
  }

  /**
   * Names something without which it cannot answer.
   *
   * @param isThere asked for each page: a look at what is known already
   */
  public void needs(String name, BooleanSupplier isThere) {
    needed.put(name, isThere);
  }

  /** What it says now. */
  public State state() {
    return state == State.SERVING && !missing().isEmpty() ? State.NOT_SERVING : state;
  }

  /** Puts {@code /health} and {@code /health/live} on a management port. */
  public void addTo(ManagementServer management) {
    management.page("/health", this::ready).page("/health/live", Health::live);
  }

  /** 200 while it serves, 503 otherwise; the body is the state, then a line for what is away. */
  private Response ready() {
    State now = state();
    StringBuilder body = new StringBuilder(now.name()).append('\n');
    if (now == State.NOT_SERVING) {
      missing().forEach(name -> body.append(name).append(" is away\n"));
    }
    return Response.text(now == State.SERVING ? 200 : 503, body.toString());
  }

  /** That it answers at all is what is asked: a database that is away is no reason to restart. */
  private static Response live() {
    return Response.text(200, "LIVE\n");
  }

  private List<String> missing() {
    return needed.entrySet().stream()
        .filter(dependency -> !dependency.getValue().getAsBoolean())
        .map(Map.Entry::getKey)
        .toList();
  }
}
