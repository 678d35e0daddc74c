package harbor.recommendations;

import harbor.kit.service.CoreProcess;

/** The recommendations service as a process of its own. */
public final class RecommendationsMain {
  private RecommendationsMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    CoreProcess.run("recommendations", RecommendationsSettings::from, Recommendations::start);
  }
}
