/**
 * Tests of the recommendations service; start reading at {@link
 * harbor.recommendations.RecommendationStoreContract}.
 */
@NullMarked
package harbor.recommendations;

import org.jspecify.annotations.NullMarked;
