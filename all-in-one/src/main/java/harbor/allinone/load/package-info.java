/**
 * {@code harbor load}: people with phones and browsers at a running store, for whoever wants to see
 * its dashboards move or to rehearse a fault.
 *
 * <p>Start reading at {@link harbor.allinone.load.Shopper}, which is what one of them does. It
 * measures nothing that a benchmark should: people wait for their answers and think in between.
 */
@NullMarked
package harbor.allinone.load;

import org.jspecify.annotations.NullMarked;
