/**
 * Tax by destination and tax class; rates and rules are data.
 *
 * <p>Start reading at {@link harbor.tax.TaxRules}.
 */
@NullMarked
package harbor.tax;

import org.jspecify.annotations.NullMarked;
