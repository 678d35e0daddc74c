package harbor.importer.progress;

import java.util.List;
import java.util.OptionalLong;

/** Hears how an import goes on. Called from the thread that imports, never by two at once. */
public interface ImportListener {
  /** A file begins; {@code bytes} is its size as stored, when known. */
  default void started(String file, OptionalLong bytes) {}

  /**
   * So many rows and stored bytes of the file were read. Called after each batch and now and then
   * between.
   */
  default void advanced(String file, long rows, long bytes) {}

  /** Something about the file as a whole. */
  default void said(String file, String sentence) {}

  /** A row was refused, or stored with a remark. */
  default void noticed(Notice notice) {}

  /** A file ended, completely or early. */
  default void finished(ImportSummary summary) {}

  /**
   * About one row.
   *
   * @param file name of the file
   * @param line line on which the row begins, from 1
   * @param id what the row calls itself
   * @param faults what is wrong with it
   * @param refused true: not stored; false: stored, without what the faults name
   */
  record Notice(String file, long line, String id, List<Fault> faults, boolean refused) {
    public Notice {
      faults = List.copyOf(faults);
    }

    /** What is wrong, in one sentence. */
    public String reason() {
      return Fault.sentences(faults);
    }
  }
}
