package harbor.kit.bff.limit;

import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.CompletableFuture;

/** The token buckets of clients. Thread-safe; nobody ever waits for one longer than a moment. */
@FunctionalInterface
interface Buckets {
  /** Takes one request from a client's bucket; never fails. */
  CompletableFuture<ConsumptionProbe> take(Limit limit, String client);
}
