package harbor.importer.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Rows one after the other, in constant memory. Not thread-safe. */
public interface RowReader<T> extends Closeable {
  /** The next row; empty at the end. */
  Optional<TableRow<T>> next() throws IOException;

  /** Stored bytes consumed so far. */
  long bytesRead();
}
