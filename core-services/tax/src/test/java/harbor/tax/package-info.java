/** Tests of the tax service; start reading at {@link harbor.tax.TaxRulesTest}. */
@NullMarked
package harbor.tax;

import org.jspecify.annotations.NullMarked;
