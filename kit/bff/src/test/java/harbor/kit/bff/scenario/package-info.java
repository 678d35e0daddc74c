/**
 * Whole screens under load in virtual time, with each defence on and off: what {@code
 * bench/scenarios/report.md} is made of, and what the defences are accepted by.
 *
 * <p>Start reading at {@link harbor.kit.bff.scenario.Scenario}; a {@link
 * harbor.kit.bff.scenario.Simulation} runs one, the {@link harbor.kit.bff.scenario.Report} puts
 * them side by side.
 */
@NullMarked
package harbor.kit.bff.scenario;

import org.jspecify.annotations.NullMarked;
