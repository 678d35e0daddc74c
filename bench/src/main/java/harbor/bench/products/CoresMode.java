package harbor.bench.products;

/** Whose answers the BFFs get. */
public enum CoresMode {
  /**
   * Recorded at the start and played back: the core side is the same for all, and not the limit.
   */
  RECORDED("recorded", 1500, 800, 250),
  /** The six services with their PostgreSQL: their noise is in the latencies. */
  REAL("real", 300, 150, 100);

  private final String word;
  private final double mobile;
  private final double web;
  private final double express;

  CoresMode(String word, double mobile, double web, double express) {
    this.word = word;
    this.mobile = mobile;
    this.web = web;
    this.express = express;
  }

  /** As the command line says it. */
  public String word() {
    return word;
  }

  /** Requests a second of the open loop: well below what the target, and this machine, can do. */
  double perSecond(Target target) {
    if (target.contender() == Contender.EXPRESS) {
      return express;
    }
    return switch (target.page()) {
      case MOBILE -> mobile;
      case WEB -> web;
    };
  }
}
