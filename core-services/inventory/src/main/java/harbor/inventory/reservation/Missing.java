package harbor.inventory.reservation;

/**
 * Too little of one product.
 *
 * @param productId which product
 * @param requested pieces asked for
 * @param available pieces that can be had; 0 or more
 */
public record Missing(String productId, int requested, long available) {}
