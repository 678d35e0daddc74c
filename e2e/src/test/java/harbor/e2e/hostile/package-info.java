/**
 * Clients that mean harm, and honest ones beside them, at a store that may use one core. Start
 * reading at {@link harbor.e2e.hostile.HostileIT}; {@link harbor.e2e.hostile.Attacks} lists what
 * they do.
 */
@NullMarked
package harbor.e2e.hostile;

import org.jspecify.annotations.NullMarked;
