/**
 * What every process says about itself: traces to any OTLP backend, metrics to Prometheus, and the
 * hooks that make Armeria, gRPC and JDBC take part.
 *
 * <p>Start reading at {@link harbor.observability.Telemetry}, which is all that a process holds.
 * {@code TraceSdk} shows how {@code OTEL_*} is read, {@code TraceBackend} why a missing backend
 * costs nothing; {@code HttpServerTracing}, {@code GrpcServerTracing} and {@code GrpcClientTracing}
 * are the three spans of a request. The README lists every name that leaves here.
 */
@NullMarked
package harbor.observability;

import org.jspecify.annotations.NullMarked;
