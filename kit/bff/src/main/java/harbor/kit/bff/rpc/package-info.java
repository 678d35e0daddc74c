/**
 * The pages of a BFF as rpcs: their contract, made from the routes, and how an error is told there.
 */
@NullMarked
package harbor.kit.bff.rpc;

import org.jspecify.annotations.NullMarked;
