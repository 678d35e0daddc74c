/**
 * Shipments: what is planned, and where it stands.
 *
 * <p>Start reading at {@link harbor.shipping.shipment.Shipment}.
 */
@NullMarked
package harbor.shipping.shipment;

import org.jspecify.annotations.NullMarked;
