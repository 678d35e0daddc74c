/**
 * Pieces for orders: what a reservation is, and the rules by which pieces are taken.
 *
 * <p>Start reading at {@link harbor.inventory.reservation.Reservation}, then {@link
 * harbor.inventory.reservation.Allocation}.
 */
@NullMarked
package harbor.inventory.reservation;

import org.jspecify.annotations.NullMarked;
