/**
 * The core service that says what stands on the shop's screens: blocks of words and pictures,
 * sections of screens in their order, and the flags by which a part of the users sees something
 * else.
 *
 * <p>Start reading at {@link harbor.content.Content}, which declares it.
 */
@NullMarked
package harbor.content;

import org.jspecify.annotations.NullMarked;
