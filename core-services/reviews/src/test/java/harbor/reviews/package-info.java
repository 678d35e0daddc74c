/** Tests of the reviews service; start reading at {@link harbor.reviews.ReviewStoreContract}. */
@NullMarked
package harbor.reviews;

import org.jspecify.annotations.NullMarked;
