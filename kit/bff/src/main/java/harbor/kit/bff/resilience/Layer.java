package harbor.kit.bff.resilience;

import java.util.Locale;

/**
 * A layer that can be switched off for a service, in the order in which they stand: innermost
 * first.
 */
public enum Layer {
  /** Bounds how many tries are under way at once. */
  LIMIT,
  /** Tries again what a service could not take, within a budget. */
  RETRY,
  /** Asks a second time what is slow for once, within the same budget. */
  HEDGE,
  /** Stops asking what does not answer. */
  BREAKER,
  /** Makes identical reads that are under way at the same time only once. */
  FLIGHT;

  /** As settings and pages name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
