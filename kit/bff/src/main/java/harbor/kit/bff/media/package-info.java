/**
 * Addresses of pictures: the shop's own, and those of feeds; start reading at {@link
 * harbor.kit.bff.media.MediaUrls}.
 */
@NullMarked
package harbor.kit.bff.media;

import org.jspecify.annotations.NullMarked;
