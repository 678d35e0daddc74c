package harbor.importer.table;

import java.util.List;

/** One row of a file after parsing. */
public sealed interface TableRow<T> {
  /** Line of the file on which the row begins, from 1. */
  long line();

  /**
   * A row that can be stored.
   *
   * @param value what it says
   * @param characters its size; decides with others how many rows fit into one request
   * @param remarks optional values that could not be used and were left out or shortened
   */
  record Valid<T>(long line, T value, int characters, List<String> remarks) implements TableRow<T> {
    public Valid {
      remarks = List.copyOf(remarks);
    }
  }

  /** A row that cannot be stored, with the reason as a sentence. */
  record Invalid<T>(long line, String reason) implements TableRow<T> {}
}
