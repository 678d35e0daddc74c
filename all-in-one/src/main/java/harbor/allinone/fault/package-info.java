/** {@code harbor fault}: switches faults of a running store on and off, also by name. */
@NullMarked
package harbor.allinone.fault;

import org.jspecify.annotations.NullMarked;
