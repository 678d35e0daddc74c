/**
 * Changes at core services, heard as they happen, so that what is remembered of them is dropped.
 *
 * <p>Start reading at {@link harbor.kit.bff.watch.Watch}.
 */
@NullMarked
package harbor.kit.bff.watch;

import org.jspecify.annotations.NullMarked;
