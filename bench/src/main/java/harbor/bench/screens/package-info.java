/** Home and search, as phones and browsers ask for them. */
@NullMarked
package harbor.bench.screens;

import org.jspecify.annotations.NullMarked;
