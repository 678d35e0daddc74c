/**
 * Subscriptions to the change streams of core services, for caches that are invalidated and events
 * that are sent.
 *
 * <p>Start reading at {@link harbor.kit.bff.watch.Watches}.
 */
@NullMarked
package harbor.kit.bff.watch;

import org.jspecify.annotations.NullMarked;
