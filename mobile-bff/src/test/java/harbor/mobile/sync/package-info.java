/** Tests of what the app keeps for times without network. */
@NullMarked
package harbor.mobile.sync;

import org.jspecify.annotations.NullMarked;
