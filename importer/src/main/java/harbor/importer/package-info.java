/**
 * Streams a shop's files (products, stock, places, reviews, past orders) into the running core
 * services.
 *
 * <p>Start reading at {@link harbor.importer.Importer}: one method a kind of file, which pairs what
 * {@code feed} reads from a {@code table} with a call of {@code client}, and lets {@code sending}
 * run the rows to it; {@code progress} says how it goes. Everything that is sent may be sent again;
 * that is how an import which ended early continues.
 */
@NullMarked
package harbor.importer;

import org.jspecify.annotations.NullMarked;
