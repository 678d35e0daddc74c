/** Tests of offers and promotions. */
@NullMarked
package harbor.pricing.offer;

import org.jspecify.annotations.NullMarked;
