package harbor.importer.table;

import harbor.importer.progress.Fault;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows with named values, whatever the form of the file, before anyone knows what they mean. */
interface RowSource extends Closeable {
  /** The next row; empty at the end. */
  Optional<SourceRow> next() throws IOException;

  /**
   * Columns that were seen up to now, by the names of the Merchant specification: those of the
   * header, or those of all items that were read, the first item included from the beginning.
   */
  Set<String> columns();

  /** Whether a header names the columns of all rows; else nobody knows them before the last row. */
  boolean hasHeader();

  /** One row. */
  interface SourceRow {
    /** What bytes become that are no characters. */
    char DAMAGE = '\uFFFD';

    /** Line of the file on which it begins, from 1. */
    long line();

    /** Its size. */
    int characters();

    /** What stands in a column as it stands, once for each time the row has it, empty ones too. */
    List<String> values(String column);

    /**
     * Whether a value is one entry of a list; else a list stands in one value, with commas between.
     */
    boolean isEntryPerValue();

    /** What is wrong with its form. */
    List<Fault> faults();

    /** Whether {@link #DAMAGE} stands in it. */
    boolean isDamaged();
  }
}
