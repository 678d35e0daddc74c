/**
 * The core service that keeps carts: what guests and users mean to buy.
 *
 * <p>Start reading at {@link harbor.carts.Carts}, which declares the service, then {@link
 * harbor.carts.Cart} for the rules and {@link harbor.carts.PostgresCartStore} for what is kept.
 */
@NullMarked
package harbor.carts;

import org.jspecify.annotations.NullMarked;
