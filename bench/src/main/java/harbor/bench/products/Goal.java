package harbor.bench.products;

import java.util.List;

/**
 * How much of another one's CPU a contender may use.
 *
 * @param max the ratio, at most
 */
record Goal(Page page, Contender contender, Contender other, double max) {
  static final List<Goal> ALL =
      List.of(
          new Goal(Page.MOBILE, Contender.HARBOR_10, Contender.ARMERIA, 0.65),
          new Goal(Page.MOBILE, Contender.HARBOR_10, Contender.SPRING, 1.0 / 3),
          new Goal(Page.MOBILE, Contender.HARBOR_10, Contender.EXPRESS, 1.0 / 15),
          new Goal(Page.MOBILE, Contender.HARBOR_10, Contender.FLOOR, 3),
          new Goal(Page.MOBILE, Contender.HARBOR_100, Contender.HARBOR, 1.2),
          new Goal(Page.WEB, Contender.HARBOR_10, Contender.ARMERIA, 0.6),
          new Goal(Page.WEB, Contender.HARBOR_10, Contender.SPRING, 0.45),
          new Goal(Page.WEB, Contender.HARBOR_10, Contender.EXPRESS, 0.1),
          new Goal(Page.WEB, Contender.HARBOR_100, Contender.HARBOR, 1.2));
}
