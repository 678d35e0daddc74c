/**
 * Plans: what a screen calls, which calls are critical, the deadline of each, and what stands in
 * when an optional one fails.
 *
 * <p>Start reading at {@link harbor.kit.bff.plan.Plan}, then {@link harbor.kit.bff.plan.Call};
 * {@link harbor.kit.bff.plan.PlanRunner} is the only asynchronous code behind them.
 */
@NullMarked
package harbor.kit.bff.plan;

import org.jspecify.annotations.NullMarked;
