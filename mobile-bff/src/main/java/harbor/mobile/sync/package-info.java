/**
 * What the app keeps for times without network, and how it hears what of that changed.
 *
 * <p>Start reading at {@link harbor.mobile.sync.SyncScreen}; {@link harbor.mobile.sync.SyncSet}
 * says what changed, {@link harbor.mobile.sync.SyncToken} what is remembered between two calls.
 */
@NullMarked
package harbor.mobile.sync;

import org.jspecify.annotations.NullMarked;
