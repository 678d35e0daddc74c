/**
 * The watch's backend: the smallest client there is.
 *
 * <p>Start reading at {@link harbor.watch.WatchBff}, which lists its routes.
 */
@NullMarked
package harbor.watch;

import org.jspecify.annotations.NullMarked;
