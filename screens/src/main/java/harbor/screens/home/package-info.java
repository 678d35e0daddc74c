/**
 * First screens: the sections that content states, the products on them, and who sees what.
 *
 * <p>Start reading at {@link harbor.screens.home.SectionViews}.
 */
@NullMarked
package harbor.screens.home;

import org.jspecify.annotations.NullMarked;
