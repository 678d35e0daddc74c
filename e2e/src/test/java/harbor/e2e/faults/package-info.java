/**
 * What pages are worth while something that they need is closed, silent, wrong, slow, killed,
 * stopped, empty or full. Start reading at {@link harbor.e2e.faults.FaultsIT}.
 */
@NullMarked
package harbor.e2e.faults;

import org.jspecify.annotations.NullMarked;
