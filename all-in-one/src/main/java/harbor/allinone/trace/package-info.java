/**
 * {@code ./harbor trace}: a request in the terminal, as a tree with its times. {@code TraceCommand}
 * asks Jaeger and the files of {@code TraceFile} in turn, both of which answer in OTLP's JSON
 * ({@code OtlpJson}); {@code Trace} is the tree, {@code CriticalPath} what its time went into,
 * {@code TraceText} how it is printed.
 */
@NullMarked
package harbor.allinone.trace;

import org.jspecify.annotations.NullMarked;
