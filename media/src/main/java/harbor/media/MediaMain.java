package harbor.media;

/** Runs media in a process of its own. */
public final class MediaMain {
  private MediaMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Media.PROCESS.run();
  }
}
