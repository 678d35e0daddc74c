/** Tests of the service content; start reading at {@link harbor.content.ContentServiceIT}. */
@NullMarked
package harbor.content;

import org.jspecify.annotations.NullMarked;
