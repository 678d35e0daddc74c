/** Lists of products on the phone, by category or by words, and the tree of categories. */
@NullMarked
package harbor.mobile.search;

import org.jspecify.annotations.NullMarked;
