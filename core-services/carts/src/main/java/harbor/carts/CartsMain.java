package harbor.carts;

/** The carts service as a process of its own. */
public final class CartsMain {
  private CartsMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Carts.PROCESS.run();
  }
}
