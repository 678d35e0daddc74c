package harbor.importer.table;

import harbor.importer.progress.Fault;
import java.util.List;

/** One row of a file after parsing. */
public sealed interface TableRow<T> {
  /** Line of the file on which the row begins, from 1. */
  long line();

  /** What the row calls itself, as it stands in the file; empty when it does not. */
  String id();

  /**
   * A row that can be stored.
   *
   * @param value what it says
   * @param characters its size; decides with others how many rows fit into one request
   * @param remarks optional values that could not be used and were left out or shortened
   */
  record Valid<T>(long line, String id, T value, int characters, List<Fault> remarks)
      implements TableRow<T> {
    public Valid {
      remarks = List.copyOf(remarks);
    }

    /** The same row with something else made of it. */
    public <U> Valid<U> with(U other, int otherCharacters) {
      return new Valid<>(line, id, other, otherCharacters, remarks);
    }
  }

  /** A row that cannot be stored, with everything that is wrong with it. */
  record Invalid<T>(long line, String id, List<Fault> faults) implements TableRow<T> {
    public Invalid {
      faults = List.copyOf(faults);
    }

    /** With one thing wrong. */
    public Invalid(long line, String id, Fault fault) {
      this(line, id, List.of(fault));
    }

    /** What is wrong, in one sentence. */
    public String reason() {
      return Fault.sentences(faults);
    }

    /** The same of rows of another kind. */
    public <U> Invalid<U> cast() {
      return new Invalid<>(line, id, faults);
    }
  }
}
