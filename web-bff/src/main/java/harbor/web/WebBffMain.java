package harbor.web;

/** Runs the web BFF in a process of its own. */
public final class WebBffMain {
  private WebBffMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    WebBff.PROCESS.run();
  }
}
