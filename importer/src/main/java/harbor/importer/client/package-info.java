/**
 * The core services that an import writes to: a batch to one gRPC call, with its deadline and its
 * repetitions.
 *
 * <p>Start reading at {@link harbor.importer.client.CoreClients}.
 */
@NullMarked
package harbor.importer.client;

import org.jspecify.annotations.NullMarked;
