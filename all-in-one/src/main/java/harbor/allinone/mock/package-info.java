/**
 * A BFF without any core service, for developers of apps: answers each screen in each of its
 * states, from the examples of the BFF's document.
 */
@NullMarked
package harbor.allinone.mock;

import org.jspecify.annotations.NullMarked;
