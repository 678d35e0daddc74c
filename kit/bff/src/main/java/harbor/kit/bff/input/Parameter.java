package harbor.kit.bff.input;

import java.util.List;
import java.util.Optional;

/**
 * What an input reads of the path or the query, with its limits.
 *
 * @param name as clients write it
 * @param in where it stands
 * @param isRequired whether a request without it is refused
 * @param form what its values look like
 */
public record Parameter(String name, In in, boolean isRequired, Form form) {
  /** Where it stands. */
  public enum In {
    /** A variable of the path. */
    PATH,
    /** Behind the question mark. */
    QUERY
  }

  /** What values look like. */
  public sealed interface Form {
    /** An id, as {@link harbor.kit.runtime.Identifiers} says. */
    record Id() implements Form {}

    /**
     * A text without NUL.
     *
     * @param maxCharacters code points
     */
    record Text(int maxCharacters) implements Form {}

    /**
     * A text of a pattern.
     *
     * @param expected in words
     */
    record Matching(String pattern, int maxCharacters, String expected) implements Form {}

    /**
     * A whole number.
     *
     * @param otherwise what stands in for it; empty when nothing does
     */
    record Whole(int min, int max, Optional<Integer> otherwise) implements Form {}

    /** One of some words. */
    record Choice(List<String> words) implements Form {
      /** Copies the list. */
      public Choice {
        words = List.copyOf(words);
      }
    }

    /** {@code true} or {@code false}. */
    record YesOrNo() implements Form {}

    /** Several, the parameter once for each. */
    record Many(Form each, int min, int max) implements Form {}
  }
}
