/** The pages of a BFF as rpcs. */
@NullMarked
package harbor.kit.bff.rpc;

import org.jspecify.annotations.NullMarked;
