package harbor.pricing.offer;

import java.time.Instant;
import java.util.List;

/**
 * What an offer is made of, all of one moment.
 *
 * @param now the database's time
 * @param homeCountry whose prices these are
 * @param locale of the destination's market, otherwise of the home market
 * @param goods what can be sold
 * @param grants promotions without a code and of the question's code, by position and id
 */
record Basis(Instant now, String homeCountry, String locale, Goods goods, List<Grant> grants) {
  /** Copies the list. */
  Basis {
    grants = List.copyOf(grants);
  }
}
