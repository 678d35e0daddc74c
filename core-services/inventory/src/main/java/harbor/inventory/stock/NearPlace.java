package harbor.inventory.stock;

/**
 * A place and how far it is from somewhere.
 *
 * @param metres as the crow flies, rounded
 */
public record NearPlace(Place place, int metres) {}
