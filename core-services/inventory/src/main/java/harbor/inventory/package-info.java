/**
 * Core service inventory: stock by product and place.
 *
 * <p>Start reading at {@link harbor.inventory.InventoryService}, the methods; {@link
 * harbor.inventory.Inventory} assembles the service, {@link harbor.inventory.InventoryStore} is
 * what it keeps, and {@code harbor.inventory.stock} holds its rules. {@link
 * harbor.inventory.ReservationsService} keeps pieces for orders, by the rules of {@code
 * harbor.inventory.reservation}.
 */
@NullMarked
package harbor.inventory;

import org.jspecify.annotations.NullMarked;
