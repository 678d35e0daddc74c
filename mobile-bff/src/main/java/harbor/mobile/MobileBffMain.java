package harbor.mobile;

import harbor.kit.bff.edge.BffProcess;

/** Runs the mobile BFF in a process of its own. */
public final class MobileBffMain {
  private MobileBffMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    BffProcess.run("mobile-bff", MobileBffSettings::from, MobileBff::start);
  }
}
