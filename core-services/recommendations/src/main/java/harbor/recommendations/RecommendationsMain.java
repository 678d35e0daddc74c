package harbor.recommendations;

/** Recommendations as a process of its own. */
public final class RecommendationsMain {
  private RecommendationsMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Recommendations.PROCESS.run();
  }
}
