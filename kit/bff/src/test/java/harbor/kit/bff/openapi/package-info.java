/** Tests of the document of an API. */
@NullMarked
package harbor.kit.bff.openapi;

import org.jspecify.annotations.NullMarked;
