package harbor.kit.client;

import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A method that answers for many ids at once.
 *
 * @param max ids in one call
 * @param method that answers for them
 * @param load asks, within the current context; whatever is not there is left out of its answer
 */
public record BatchLoad<A>(
    int max,
    MethodDescriptor<?, ?> method,
    Function<List<String>, CompletableFuture<Map<String, A>>> load) {}
