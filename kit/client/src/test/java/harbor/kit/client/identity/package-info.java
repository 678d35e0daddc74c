@NullMarked
package harbor.kit.client.identity;

import org.jspecify.annotations.NullMarked;
