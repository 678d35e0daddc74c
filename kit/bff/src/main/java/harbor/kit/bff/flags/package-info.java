/**
 * Feature flags: who has which variant of something, by <a
 * href="https://openfeature.dev/specification">OpenFeature</a>'s API, without a call.
 *
 * <p>Start reading at {@link harbor.kit.bff.flags.Flags}; the rules are {@link
 * harbor.kit.bff.flags.FlagRule}s that {@link harbor.kit.bff.flags.FlagFeed} keeps up to date.
 */
@NullMarked
package harbor.kit.bff.flags;

import org.jspecify.annotations.NullMarked;
