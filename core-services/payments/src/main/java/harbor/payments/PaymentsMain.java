package harbor.payments;

/** The payments service as a process of its own. */
public final class PaymentsMain {
  private PaymentsMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Payments.PROCESS.run();
  }
}
