package harbor.web.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.web.v1.Cart;
import harbor.web.v1.Current;
import harbor.web.v1.Problem;
import java.util.Locale;

/**
 * Errors as the browser sees them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
public final class ProblemViews implements ErrorView {
  private static final MediaType PROBLEM_JSON = MediaType.create("application", "problem+json");

  @Override
  public Message view(ErrorAnswer error, String traceId) {
    Problem.Builder view =
        Problem.newBuilder()
            .setType("/problems/" + error.code().toLowerCase(Locale.ROOT).replace('_', '-'))
            .setTitle(error.title())
            .setStatus(error.status().code())
            .setDetail(error.message())
            .setCode(error.code())
            .setTraceId(traceId)
            .setRetryable(error.retryable());
    error.field().ifPresent(view::setField);
    if (error.current().orElse(null) instanceof Cart cart) {
      view.setCurrent(Current.newBuilder().setCart(cart));
    }
    return view.build();
  }

  @Override
  public MediaType jsonType() {
    return PROBLEM_JSON;
  }
}
