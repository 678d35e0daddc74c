package harbor.pricing.offer;

/**
 * A way of shipping that is offered.
 *
 * @param costMinor as the shop states prices at home
 * @param earliest first possible day, ISO 8601 date
 * @param latest last expected day, ISO 8601 date
 * @param pickup whether the customer fetches it
 */
record ShippingOption(
    String method, long costMinor, String earliest, String latest, boolean pickup) {}
