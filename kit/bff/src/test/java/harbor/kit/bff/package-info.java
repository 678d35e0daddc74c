/** What the tests of the BFF kit have in common. */
@NullMarked
package harbor.kit.bff;

import org.jspecify.annotations.NullMarked;
