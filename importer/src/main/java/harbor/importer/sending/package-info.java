/**
 * Rows to a service in batches, in the order of the file, the next one read while one is on its
 * way; and counting what became of them. Memory does not depend on the size of a file.
 *
 * <p>Start reading at {@link harbor.importer.sending.BatchPipeline}.
 */
@NullMarked
package harbor.importer.sending;

import org.jspecify.annotations.NullMarked;
