/**
 * The browser's backend: JSON.
 *
 * <p>Start reading at {@link harbor.web.WebBff}, which lists its routes; each screen is a package,
 * and so is each core service as the screens see it.
 */
@NullMarked
package harbor.web;

import org.jspecify.annotations.NullMarked;
