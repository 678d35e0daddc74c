/**
 * Core services that answer as a test says, for the tests of whoever calls them.
 *
 * <p>Start reading at {@link harbor.scripted.ScriptedCores}.
 */
@NullMarked
package harbor.scripted;

import org.jspecify.annotations.NullMarked;
