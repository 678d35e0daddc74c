/** Texts for people: the request's language, and money in it. */
@NullMarked
package harbor.kit.bff.text;

import org.jspecify.annotations.NullMarked;
