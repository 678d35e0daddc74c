/**
 * Product pictures of the demonstration catalogue, drawn on request from one illustration per
 * motif; start reading at {@link harbor.web.images.ProductImages}.
 */
@NullMarked
package harbor.web.images;

import org.jspecify.annotations.NullMarked;
