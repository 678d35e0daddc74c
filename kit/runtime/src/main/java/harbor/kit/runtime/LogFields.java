package harbor.kit.runtime;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What every log line of a request carries: its process, its trace and its correlation id.
 *
 * <p>Put for the current thread and taken back by {@link #close()}, which restores those of a
 * request around it: for use in try-with-resources around whatever handles the request.
 */
public final class LogFields implements AutoCloseable {
  /** Key of the process, for instance {@code catalog}. */
  public static final String SERVICE = "service";

  /** Key of the trace id, 32 hexadecimal digits. */
  public static final String TRACE = "trace_id";

  /** Key of the correlation id. */
  public static final String CORRELATION = "correlation_id";

  /** Key of the span id, 16 hexadecimal digits. */
  public static final String SPAN = "span_id";

  /** Key of who asks, as {@code Caller.hash()}. */
  public static final String USER = "user";

  private final @Nullable String service = MDC.get(SERVICE);
  private final @Nullable String trace = MDC.get(TRACE);
  private final @Nullable String correlation = MDC.get(CORRELATION);
  private final @Nullable String span = MDC.get(SPAN);
  private final @Nullable String user = MDC.get(USER);

  private LogFields() {}

  /** Sets the fields of the current thread. */
  public static LogFields put(String service, String traceId, CorrelationId correlationId) {
    LogFields before = new LogFields();
    MDC.put(SERVICE, service);
    MDC.put(TRACE, traceId);
    MDC.put(CORRELATION, correlationId.value());
    MDC.remove(SPAN);
    MDC.remove(USER);
    return before;
  }

  /** Sets the span too; "" for none. */
  public LogFields span(String spanId) {
    restore(SPAN, spanId.isEmpty() ? null : spanId);
    return this;
  }

  /** Sets who asks too, as a hash; "-" for nobody. */
  public LogFields user(String hash) {
    restore(USER, hash.equals("-") ? null : hash);
    return this;
  }

  @Override
  public void close() {
    restore(SERVICE, service);
    restore(TRACE, trace);
    restore(CORRELATION, correlation);
    restore(SPAN, span);
    restore(USER, user);
  }

  private static void restore(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
