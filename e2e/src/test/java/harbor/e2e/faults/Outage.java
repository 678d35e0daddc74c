package harbor.e2e.faults;

/**
 * Something that goes wrong with what pages need, and its end.
 *
 * @param dependency whose it is
 * @param fault in a word
 * @param meaning what that is here
 * @param forgets whether sessions are lost by it
 * @param end returns at once, even if it takes a while until everything is there again
 * @param settle waits until it is
 */
record Outage(
    String dependency,
    String fault,
    String meaning,
    boolean forgets,
    Runnable begin,
    Runnable end,
    Runnable settle) {
  /** One that nobody loses a session by, and that is over when it has ended. */
  static Outage of(String dependency, String fault, String meaning, Runnable begin, Runnable end) {
    return new Outage(dependency, fault, meaning, false, begin, end, () -> {});
  }

  /** The same, but sessions are lost. */
  Outage forgetting() {
    return new Outage(dependency, fault, meaning, true, begin, end, settle);
  }

  /** The same, but there is something to wait for. */
  Outage settling(Runnable wait) {
    return new Outage(dependency, fault, meaning, forgets, begin, end, wait);
  }

  @Override
  public String toString() {
    return dependency + " " + fault;
  }
}
