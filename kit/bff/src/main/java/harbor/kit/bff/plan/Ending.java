package harbor.kit.bff.plan;

/** How a run of a plan ended. */
sealed interface Ending {
  /** Everything has settled, and no critical call is missing. */
  record Whole(Parts parts) implements Ending {}

  /** A critical call has no answer. */
  record Missed(Call<?, ?> call, Miss miss) implements Ending {}
}
