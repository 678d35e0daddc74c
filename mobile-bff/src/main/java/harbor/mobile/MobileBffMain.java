package harbor.mobile;

/** Runs the mobile BFF in a process of its own. */
public final class MobileBffMain {
  private MobileBffMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    MobileBff.PROCESS.run();
  }
}
