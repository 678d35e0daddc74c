package harbor.pricing;

/** Pricing as a process of its own. */
public final class PricingMain {
  private PricingMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Pricing.PROCESS.run();
  }
}
