package harbor.kit.runtime;

import org.slf4j.MDC;

/**
 * What every log line of a request carries: its process, its trace and its correlation id.
 *
 * <p>Put for the current thread and taken back by {@link #close()}: for use in try-with-resources
 * around whatever handles the request.
 */
public final class LogFields implements AutoCloseable {
  /** Key of the process, for instance {@code catalog}. */
  public static final String SERVICE = "service";

  /** Key of the trace id, 32 hexadecimal digits. */
  public static final String TRACE = "trace_id";

  /** Key of the correlation id. */
  public static final String CORRELATION = "correlation_id";

  private static final LogFields TAKE_BACK = new LogFields();

  private LogFields() {}

  /** Sets the fields of the current thread. */
  public static LogFields put(String service, String traceId, CorrelationId correlationId) {
    MDC.put(SERVICE, service);
    MDC.put(TRACE, traceId);
    MDC.put(CORRELATION, correlationId.value());
    return TAKE_BACK;
  }

  @Override
  public void close() {
    MDC.remove(SERVICE);
    MDC.remove(TRACE);
    MDC.remove(CORRELATION);
  }
}
