/** Addresses of pictures. */
@NullMarked
package harbor.kit.bff.media;

import org.jspecify.annotations.NullMarked;
