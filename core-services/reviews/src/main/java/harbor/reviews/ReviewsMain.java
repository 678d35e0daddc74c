package harbor.reviews;

/** Reviews as a process of its own. */
public final class ReviewsMain {
  private ReviewsMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Reviews.PROCESS.run();
  }
}
