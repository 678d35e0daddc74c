/**
 * A payment provider whose money is not real, as a process of its own that speaks HTTP and JSON.
 *
 * <p>What it promised is in an append-only file before it answers; start reading at {@link
 * harbor.paymentssandbox.Books}. {@link harbor.paymentssandbox.TestCard} has the cards that it
 * knows, {@link harbor.paymentssandbox.Api} what can be asked.
 */
@NullMarked
package harbor.paymentssandbox;

import org.jspecify.annotations.NullMarked;
