/**
 * One cache: its entries, and how they are loaded once however many wait, before they expire, many
 * at once.
 *
 * <p>Start reading at {@link harbor.kit.bff.cache.load.ReadCache}.
 */
@NullMarked
package harbor.kit.bff.cache.load;

import org.jspecify.annotations.NullMarked;
