/**
 * The core service that says which products go with which: bought together first, from past orders,
 * then similar ones, from what products say of themselves.
 *
 * <p>Start reading at {@link harbor.recommendations.Recommendations}, which wires the service, then
 * {@link harbor.recommendations.RecommendationStore}; how products become neighbours is in {@link
 * harbor.recommendations.PostgresNeighbours}, what is similar in {@link
 * harbor.recommendations.PostgresRelated}.
 */
@NullMarked
package harbor.recommendations;

import org.jspecify.annotations.NullMarked;
