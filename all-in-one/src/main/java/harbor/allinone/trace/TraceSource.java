package harbor.allinone.trace;

import java.io.IOException;
import java.util.List;

/** Where traces are kept. */
interface TraceSource {
  /**
   * The spans of a trace that have arrived by now; none when it is not known.
   *
   * @param traceId 32 hex digits in lower case
   */
  List<TraceSpan> spans(String traceId) throws IOException;
}
