@NullMarked
package harbor.kit.client;

import org.jspecify.annotations.NullMarked;
