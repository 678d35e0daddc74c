package harbor.importer.progress;

/** A file has nothing to import, or is nothing that can be read; the message says what it is. */
public final class NothingRead extends ImportEnded {
  private static final long serialVersionUID = 1;

  /** With a sentence for the person who started the import. */
  public NothingRead(String sentence) {
    super(sentence);
  }
}
