package harbor.content;

/** The service as a process of its own. */
public final class ContentMain {
  private ContentMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Content.PROCESS.run();
  }
}
