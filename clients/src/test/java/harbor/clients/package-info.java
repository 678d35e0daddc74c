@NullMarked
package harbor.clients;

import org.jspecify.annotations.NullMarked;
