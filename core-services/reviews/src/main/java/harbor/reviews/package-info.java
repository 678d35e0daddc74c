/**
 * The core service that keeps customers' reviews and says what they amount to: each product's
 * rating, exact at every moment because it changes in the same transaction as the reviews.
 *
 * <p>Start reading at {@link harbor.reviews.Reviews}, which wires the service, then {@link
 * harbor.reviews.Review}, {@link harbor.reviews.Rating} and {@link harbor.reviews.ReviewStore}.
 */
@NullMarked
package harbor.reviews;

import org.jspecify.annotations.NullMarked;
