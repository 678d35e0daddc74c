package harbor.pricing;

import harbor.kit.service.CoreProcess;

/** The pricing service as a process of its own. */
public final class PricingMain {
  private PricingMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    CoreProcess.run("pricing", PricingSettings::from, Pricing::start);
  }
}
