/** What the tests of every module have. */
@NullMarked
package harbor.kit.testing;

import org.jspecify.annotations.NullMarked;
