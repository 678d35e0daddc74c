package harbor.tax;

/** The tax service as a process of its own. */
public final class TaxMain {
  private TaxMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Tax.PROCESS.run();
  }
}
