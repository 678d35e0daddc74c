/** Tests of the shipping service; start reading at {@link harbor.shipping.QuotesIT}. */
@NullMarked
package harbor.shipping;

import org.jspecify.annotations.NullMarked;
