package harbor.watch;

import com.google.protobuf.Message;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.watch.v1.Error;

/** Errors as the watch sees them: {@code code, message, traceId, retryable}. */
final class ErrorViews {
  private ErrorViews() {}

  static Message view(ErrorAnswer error, String traceId) {
    return Error.newBuilder()
        .setCode(error.code())
        .setMessage(error.message())
        .setTraceId(traceId)
        .setRetryable(error.retryable())
        .build();
  }
}
