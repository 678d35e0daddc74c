package harbor.reviews;

import harbor.kit.service.CoreProcess;

/** The reviews service as a process of its own. */
public final class ReviewsMain {
  private ReviewsMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    CoreProcess.run("reviews", ReviewsSettings::from, Reviews::start);
  }
}
