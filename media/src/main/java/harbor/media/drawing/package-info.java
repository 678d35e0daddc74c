/**
 * Draws the pictures of the shipped catalogue when Harbor is built, from one illustration per
 * motif; start reading at {@link harbor.media.drawing.DrawPictures}. Not in the jar.
 */
@NullMarked
package harbor.media.drawing;

import org.jspecify.annotations.NullMarked;
