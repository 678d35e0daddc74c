/** Tests of feature flags; start reading at {@link harbor.kit.bff.flags.FlagsTest}. */
@NullMarked
package harbor.kit.bff.flags;

import org.jspecify.annotations.NullMarked;
