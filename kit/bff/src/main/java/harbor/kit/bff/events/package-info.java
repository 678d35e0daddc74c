/**
 * Event streams: the states of what a client names, as they are now and whenever they change.
 *
 * <p>Start reading at {@link harbor.kit.bff.events.LiveEvents}, which declares one, then {@link
 * harbor.kit.bff.events.LiveKeys}, which knows the states, and {@link
 * harbor.kit.bff.events.EventStream}, which is one client.
 */
@NullMarked
package harbor.kit.bff.events;

import org.jspecify.annotations.NullMarked;
