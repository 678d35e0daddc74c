package harbor.web.catalog;

/**
 * An amount to show. What is computed with money is computed in the core services.
 *
 * @param minor minor units of the currency
 * @param currency ISO 4217 code
 */
public record Money(long minor, String currency) {}
