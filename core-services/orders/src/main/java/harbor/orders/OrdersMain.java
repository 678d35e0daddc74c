package harbor.orders;

/** The orders service as a process of its own. */
public final class OrdersMain {
  private OrdersMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Orders.PROCESS.run();
  }
}
