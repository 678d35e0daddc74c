/**
 * Streams a shop's files (products, stock, places, reviews, past orders) into the running core
 * services.
 *
 * <p>Start reading at {@link harbor.importer.Importer}: one method a kind of file. Each of them is
 * an {@code *Import} that pairs a {@code *Feed} (rows to plain records; the parsing) with a {@code
 * *Client} (plain records to one gRPC call; the only classes that know protobuf), and lets {@code
 * BatchPipeline} run them: batches in the order of the file, one on its way while the next is
 * parsed, so memory does not depend on the size of a file. Everything that is sent may be sent
 * again; that is how an import which ended early continues.
 */
@NullMarked
package harbor.importer;

import org.jspecify.annotations.NullMarked;
