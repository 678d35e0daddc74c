package harbor.observability;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of both sides of a gRPC call have in common: attributes and status.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/semantic-conventions/blob/v1.45.0/docs/rpc/grpc.md">
 *     OpenTelemetry semantic conventions 1.45.0, gRPC</a>
 */
final class GrpcSpans {
  static final String SCOPE = "harbor.grpc";

  private static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system.name");
  private static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<String> SERVER_ADDRESS =
      AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> STATUS_CODE =
      AttributeKey.stringKey("rpc.response.status_code");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):(\\d{1,5})");
  private static final Set<Status.Code> SERVER_FAULTS =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private GrpcSpans() {}

  static void describe(Span span, MethodDescriptor<?, ?> method) {
    span.setAttribute(RPC_SYSTEM, "grpc");
    span.setAttribute(RPC_METHOD, method.getFullMethodName());
  }

  static void describe(Span span, MethodDescriptor<?, ?> method, @Nullable String authority) {
    describe(span, method);
    if (authority == null) {
      return;
    }
    Matcher hostAndPort = HOST_AND_PORT.matcher(authority);
    if (hostAndPort.matches()) {
      span.setAttribute(SERVER_ADDRESS, hostAndPort.group(1));
      span.setAttribute(SERVER_PORT, Integer.parseInt(hostAndPort.group(2)));
    } else {
      span.setAttribute(SERVER_ADDRESS, authority);
    }
  }

  /** For a client, any status but OK is an error, unless it cancelled the call itself. */
  static void endClient(Span span, Status status, boolean isOurCancel) {
    end(span, status, !status.isOk() && !isOurCancel);
  }

  /** For a server, an error is what is the server's own fault. */
  static void endServer(Span span, Status status) {
    end(span, status, SERVER_FAULTS.contains(status.getCode()));
  }

  private static void end(Span span, Status status, boolean isError) {
    span.setAttribute(STATUS_CODE, status.getCode().name());
    if (isError) {
      String description = status.getDescription();
      span.setAttribute(ERROR_TYPE, status.getCode().name());
      span.setStatus(StatusCode.ERROR, description == null ? "" : description);
    }
    span.end();
  }
}
