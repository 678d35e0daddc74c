package harbor.kit.bff.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A method that answers for many ids at once.
 *
 * @param most ids in one call
 * @param ask asks, within the current context; whatever is not there is left out of its answer
 */
record Batch<A>(int most, Function<List<String>, CompletableFuture<Map<String, A>>> ask) {}
