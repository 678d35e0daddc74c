/**
 * The process that serves the pictures of the shipped catalogue, as files; start reading at {@link
 * harbor.media.Media}. What draws the files, when Harbor is built, is in {@code drawing}.
 */
@NullMarked
package harbor.media;

import org.jspecify.annotations.NullMarked;
