/**
 * Both BFFs in this JVM, over core services that a test scripts or starts: what needs other
 * deadlines than a running store has, or a look into its process.
 *
 * <p>Start reading at {@link harbor.e2e.inprocess.Client}.
 */
@NullMarked
package harbor.e2e.inprocess;

import org.jspecify.annotations.NullMarked;
