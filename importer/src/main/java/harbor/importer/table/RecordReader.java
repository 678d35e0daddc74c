package harbor.importer.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Splits text into records of fields, the header among them, without knowing what they mean. */
interface RecordReader extends Closeable {
  /**
   * No record of an honest feed is longer; a longer one is a quote that never closes, or not a
   * table at all.
   */
  int MAX_RECORD_LENGTH = 1_000_000;

  /** The next record that is not an empty line; empty at the end. */
  Optional<RawRecord> next() throws IOException;

  /**
   * One record.
   *
   * @param line line of the file on which it begins, from 1
   * @param values its fields in order
   */
  record RawRecord(long line, List<String> values) {
    public RawRecord {
      values = List.copyOf(values);
    }
  }
}
