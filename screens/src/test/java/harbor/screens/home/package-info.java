/** Tests of first screens; start reading at {@link harbor.screens.home.SectionViewsTest}. */
@NullMarked
package harbor.screens.home;

import org.jspecify.annotations.NullMarked;
