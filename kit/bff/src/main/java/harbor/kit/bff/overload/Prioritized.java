package harbor.kit.bff.overload;

/** A service that says how much it matters under overload; one that does not is NORMAL. */
@FunctionalInterface
public interface Prioritized {
  /** Its priority; always the same. */
  Priority priority();
}
