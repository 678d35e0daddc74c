@NullMarked
package harbor.kit.bff.input;

import org.jspecify.annotations.NullMarked;
