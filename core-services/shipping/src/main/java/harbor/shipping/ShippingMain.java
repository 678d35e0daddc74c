package harbor.shipping;

/** The shipping service as a process of its own. */
public final class ShippingMain {
  private ShippingMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Shipping.PROCESS.run();
  }
}
