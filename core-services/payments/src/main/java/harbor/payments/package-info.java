/**
 * The core service payments: money over a provider, and a double-entry ledger of it.
 *
 * <p>Start reading at {@link harbor.payments.Operations}: what is asked of the provider, in which
 * order it is recorded, and what is done when nobody knows how it ended.
 */
@NullMarked
package harbor.payments;

import org.jspecify.annotations.NullMarked;
