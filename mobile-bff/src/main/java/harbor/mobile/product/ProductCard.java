package harbor.mobile.product;

/**
 * What the phone needs to know of a product.
 *
 * @param name title for small screens
 * @param priceMinor what a customer pays now, minor units
 * @param image template of the main picture's URL; empty when there is none
 */
record ProductCard(String id, String name, int priceMinor, String image) {}
