package harbor.kit.bff.plan;

/** What an optional call gave: its answer, or what stands in for it and why. */
public sealed interface Part<T> {
  /** The answer or its stand-in. */
  T value();

  /** The answer of the call. */
  record Fresh<T>(T value) implements Part<T> {}

  /** What stands in for the answer, and why there is none. */
  record Fallback<T>(T value, Miss miss) implements Part<T> {}
}
