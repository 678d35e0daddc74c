package harbor.pricing.offer;

/**
 * Where goods go.
 *
 * @param country ISO 3166-1 alpha-2
 * @param region as the country writes it; may be empty
 * @param postalCode may be empty
 */
record Destination(String country, String region, String postalCode) {}
