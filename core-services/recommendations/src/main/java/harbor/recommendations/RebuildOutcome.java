package harbor.recommendations;

/** How a rebuild of the neighbours ended. */
sealed interface RebuildOutcome {
  /**
   * The new neighbours are there.
   *
   * @param products products that have at least one neighbour
   * @param pairs neighbours over all products
   */
  record Rebuilt(int products, long pairs) implements RebuildOutcome {}

  /** Another rebuild is under way; nothing was done. */
  record AlreadyRunning() implements RebuildOutcome {}
}
