package harbor.pricing.offer;

import harbor.pricing.offer.Goods.UnitPrice;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an offer is made of, all of one moment.
 *
 * @param now the database's time
 * @param homeCountry whose prices these are
 * @param locale of the destination's market, otherwise of the home market
 * @param prices of the question's products, by id; without those that have none
 * @param grants promotions without a code and of the question's code, by position and id
 */
record Basis(
    Instant now,
    String homeCountry,
    String locale,
    Map<String, UnitPrice> prices,
    List<Grant> grants) {
  /** Copies map and list. */
  Basis {
    prices = Map.copyOf(prices);
    grants = List.copyOf(grants);
  }
}
