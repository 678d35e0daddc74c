/**
 * The core service that places orders and keeps them: a durable saga over pricing, inventory,
 * payments, shipping, carts and users, which any instance carries on.
 *
 * <p>Start reading at {@link harbor.orders.Orders}, which declares the service, then {@link
 * harbor.orders.SagaPlan} for what follows what, {@link harbor.orders.SagaRunner} for how it is
 * carried on, and {@link harbor.orders.StepRequests} for what each step asks of whom.
 */
@NullMarked
package harbor.orders;

import org.jspecify.annotations.NullMarked;
