/**
 * The mobile app's backend: compact protobuf, JSON on request.
 *
 * <p>Start reading at {@link harbor.mobile.MobileBff}, which lists its routes; each screen is a
 * package.
 */
@NullMarked
package harbor.mobile;

import org.jspecify.annotations.NullMarked;
