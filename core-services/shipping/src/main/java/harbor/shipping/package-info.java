/**
 * The core service that knows how goods get to people: methods, cost, delivery windows, shipments.
 *
 * <p>Start reading at {@link harbor.shipping.Shipping}, which declares the service; {@link
 * harbor.shipping.window.Method} has the rules of cost and time, and {@link
 * harbor.shipping.PostgresShipmentStore} what may become of a shipment.
 */
@NullMarked
package harbor.shipping;

import org.jspecify.annotations.NullMarked;
