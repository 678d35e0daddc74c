package harbor.importer.progress;

/**
 * An import cannot go on; the message is a sentence for the person who started it, saying what to
 * do. What was stored before stays.
 */
public class ImportEnded extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a sentence for the person who started the import. */
  public ImportEnded(String sentence) {
    super(sentence);
  }

  /** As the other, with what was behind it. */
  public ImportEnded(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
