package harbor.recommendations;

import harbor.catalog.v1.Product;
import harbor.kit.client.Read;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the products found the catalogue shows, and for which price: what was withdrawn is left
 * out, and prices are of this moment. When the catalogue does not answer in time, what imports said
 * stands.
 */
final class Shown {
  /** So that some of those found may be missing. */
  static final int SPARE = 10;

  private static final Logger log = LoggerFactory.getLogger(Shown.class);
  private static final Duration MAX_CALL = Duration.ofMillis(60);

  private final Read<Collection<String>, Map<String, Product>> catalog;

  /**
   * Over the catalogue.
   *
   * @param catalog says what it shows of some products
   */
  Shown(Read<Collection<String>, Map<String, Product>> catalog) {
    this.catalog = catalog;
  }

  /** So many at most, in the same order. */
  List<Related> of(List<Related> found, int size) {
    if (found.isEmpty()) {
      return found;
    }
    Map<String, Product> cards;
    try {
      cards = catalog.call(found.stream().map(Related::productId).toList(), MAX_CALL);
    } catch (StatusRuntimeException e) {
      log.debug("The catalogue does not say what it shows: {}", e.getStatus());
      return found.stream().limit(size).toList();
    }
    return found.stream()
        .flatMap(
            related ->
                Stream.ofNullable(cards.get(related.productId()))
                    .map(card -> related.at(RecommendationViews.price(card))))
        .limit(size)
        .toList();
  }
}
