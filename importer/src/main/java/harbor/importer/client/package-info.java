/**
 * The core services that an import writes to: plain records to one gRPC call, with its deadline and
 * its repetitions. The only classes that know protobuf.
 *
 * <p>Start reading at {@link harbor.importer.client.CoreClients}.
 */
@NullMarked
package harbor.importer.client;

import org.jspecify.annotations.NullMarked;
