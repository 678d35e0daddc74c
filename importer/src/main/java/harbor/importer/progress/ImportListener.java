package harbor.importer.progress;

import java.util.OptionalLong;

/** Hears how an import goes on. Called from the thread that imports, never by two at once. */
public interface ImportListener {
  /** A source begins; {@code bytes} is its size as stored, when known. */
  default void started(String source, OptionalLong bytes) {}

  /**
   * So many rows and stored bytes of the source were read. Called after each batch and now and then
   * between.
   */
  default void advanced(String source, long rows, long bytes) {}

  /** Something about the source as a whole. */
  default void said(String source, String sentence) {}

  /** A row was refused, or stored with a remark. */
  default void noticed(Notice notice) {}

  /** A source ended, completely or early. */
  default void finished(ImportSummary summary) {}

  /**
   * About one row.
   *
   * @param source name of the file
   * @param line line on which the row begins, from 1
   * @param reason what is wrong with it
   * @param refused true: not stored; false: stored, without what the reason names
   */
  record Notice(String source, long line, String reason, boolean refused) {}

  /** Hears nothing. */
  static ImportListener silent() {
    return new ImportListener() {};
  }
}
