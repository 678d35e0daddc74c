package harbor.kit.bff.cache.load;

import harbor.kit.bff.cache.shared.Entry;
import harbor.kit.bff.plan.CallRun.AnsweredBy;

/**
 * What a load brought.
 *
 * @param from the service, or the store that all processes share
 */
record Loaded<A>(Entry<A> entry, AnsweredBy from) {}
