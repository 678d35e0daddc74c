/** That all contenders do the same work, and that the tools measure. */
@NullMarked
package harbor.bench;

import org.jspecify.annotations.NullMarked;
