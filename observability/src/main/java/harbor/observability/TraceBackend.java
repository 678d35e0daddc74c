package harbor.observability;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is a trace backend to record for. While there is none, nothing is recorded and one
 * cheap probe at a time waits for it; each change is said in one line. Thread-safe.
 */
final class TraceBackend {
  private static final Logger LOG = LoggerFactory.getLogger(TraceBackend.class);

  private final String address;
  private final BooleanSupplier probe;
  private final Consumer<Runnable> later;
  private volatile boolean present;
  private boolean known;
  private boolean checkPlanned;
  private boolean refusing;

  /**
   * A backend that nobody has looked for yet.
   *
   * @param probe whether the backend accepts a connection now
   * @param later runs the given check once, some seconds from now
   */
  TraceBackend(String address, BooleanSupplier probe, Consumer<Runnable> later) {
    this.address = address;
    this.probe = probe;
    this.later = later;
  }

  boolean isPresent() {
    return present;
  }

  /** Looks for the backend, and plans to look again as long as there is none. */
  void check() {
    boolean answers = probe.getAsBoolean();
    synchronized (this) {
      checkPlanned = false;
      if (!known || answers != present) {
        known = true;
        present = answers;
        refusing = false;
        LOG.info(
            answers
                ? "Trace backend {} is there: spans are sent"
                : "No trace backend at {}: no spans are sent until there is one, trace ids are"
                    + " passed on",
            address);
      }
      if (!answers) {
        planCheck();
      }
    }
  }

  /** The backend took spans. */
  synchronized void accepted() {
    if (refusing) {
      refusing = false;
      LOG.info("Trace backend {} takes spans again", address);
    }
  }

  /** The backend did not take spans: it is looked for again, and said once until it takes some. */
  synchronized void refused(@Nullable Throwable reason) {
    if (!refusing && present) {
      refusing = true;
      LOG.warn(
          "Trace backend {} does not take spans: {}",
          address,
          reason == null ? "no reason given" : reason.getMessage());
    }
    planCheck();
  }

  private synchronized void planCheck() {
    if (!checkPlanned) {
      checkPlanned = true;
      later.accept(this::check);
    }
  }

  @Override
  public String toString() {
    return "TraceBackend(" + address + (present ? ", present)" : ", absent)");
  }
}
