/** Bytes that no client of ours would send, the same ones for the same seed. */
@NullMarked
package harbor.kit.testing.fuzz;

import org.jspecify.annotations.NullMarked;
