package harbor.pricing.offer;

import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.kit.client.Read;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the catalogue what it still sells. Thread-safe. */
final class CatalogRequests {
  /** A fifth of what an offer may take: without an answer all of it is offered. */
  static final Duration MAX_CALL = Duration.ofMillis(60);

  private static final Logger log = LoggerFactory.getLogger(CatalogRequests.class);

  private final Read<Collection<String>, Map<String, Product>> cards;

  CatalogRequests(CatalogClient catalog) {
    cards = catalog.card.all();
  }

  /**
   * Starts asking which of these products were withdrawn, hidden or have expired.
   *
   * @return never fails; of a catalogue that does not answer in time, none
   */
  CompletableFuture<Set<String>> gone(List<Question.Item> items) {
    List<String> ids = items.stream().map(Question.Item::productId).toList();
    return cards
        .send(ids, MAX_CALL)
        .handle(
            (sold, failure) -> {
              if (failure != null) {
                log.debug("The catalogue does not say what it sells: {}", code(failure));
                return Set.of();
              }
              Set<String> gone = new HashSet<>(ids);
              gone.removeAll(sold.keySet());
              return gone;
            });
  }

  private static Status.Code code(Throwable failure) {
    return Status.fromThrowable(failure).getCode();
  }
}
