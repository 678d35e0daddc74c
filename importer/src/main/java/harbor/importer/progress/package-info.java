/**
 * What whoever started an import hears of it: how far it is, what is wrong with which row, what
 * became of a file, and why it ended.
 *
 * <p>Start reading at {@link harbor.importer.progress.ImportListener}; {@link
 * harbor.importer.progress.ConsoleProgress} is the one behind {@code ./harbor import}.
 */
@NullMarked
package harbor.importer.progress;

import org.jspecify.annotations.NullMarked;
