package harbor.mobile;

import com.google.protobuf.Message;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.mobile.v1.Cart;
import harbor.mobile.v1.Current;
import harbor.mobile.v1.Error;

/** Errors as the app sees them: {@code code, message, traceId, retryable}. */
final class ErrorViews implements ErrorView {

  @Override
  public Message view(ErrorAnswer error, String traceId) {
    Error.Builder view =
        Error.newBuilder()
            .setCode(error.code())
            .setMessage(error.message())
            .setTraceId(traceId)
            .setRetryable(error.retryable());
    error.field().ifPresent(view::setField);
    if (error.current().orElse(null) instanceof Cart cart) {
      view.setCurrent(Current.newBuilder().setCart(cart));
    }
    return view.build();
  }
}
