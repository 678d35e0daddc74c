/**
 * The way of money: real carts, offers, stock, payments, shipments and orders, over real gRPC with
 * service tokens, and the sandbox provider; in this JVM, or each in a process of its own.
 *
 * <p>Start reading at {@link harbor.e2e.money.CheckoutIT}.
 */
@NullMarked
package harbor.e2e.money;

import org.jspecify.annotations.NullMarked;
