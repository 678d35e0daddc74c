package harbor.paymentssandbox;

/** Runs the sandbox in a process of its own. */
public final class PaymentsSandboxMain {
  private PaymentsSandboxMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    PaymentsSandbox.PROCESS.run();
  }
}
