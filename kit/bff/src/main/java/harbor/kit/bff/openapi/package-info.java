/**
 * What a BFF promises its clients, as an OpenAPI 3.1 document: made of the routes' declarations and
 * the descriptors of their views, kept as a file beside the BFF, and served.
 *
 * <p>Start reading at {@link harbor.kit.bff.openapi.OpenApi}, which makes the document of an {@link
 * harbor.kit.bff.openapi.Api}; {@link harbor.kit.bff.openapi.ApiPages} serves the file.
 */
@NullMarked
package harbor.kit.bff.openapi;

import org.jspecify.annotations.NullMarked;
