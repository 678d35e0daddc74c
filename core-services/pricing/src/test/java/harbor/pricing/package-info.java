/** Tests of the pricing service; start reading at {@link harbor.pricing.PriceStoreContract}. */
@NullMarked
package harbor.pricing;

import org.jspecify.annotations.NullMarked;
