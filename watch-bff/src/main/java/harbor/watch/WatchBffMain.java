package harbor.watch;

/** Runs the watch BFF in a process of its own. */
public final class WatchBffMain {
  private WatchBffMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    WatchBff.PROCESS.run();
  }
}
