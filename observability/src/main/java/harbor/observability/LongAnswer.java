package harbor.observability;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Answers that last as long as their clients want, so that their durations are no latencies. The
 * service that begins one says so.
 */
public enum LongAnswer {
  /** Events, one after the other. What it has to be measured by ends with its first byte. */
  STREAM,

  /** One answer, as soon as there is something new. */
  POLL;

  private static final AttributeKey<LongAnswer> KIND =
      AttributeKey.valueOf(LongAnswer.class, "KIND");

  /** Says what the answer to a request will be, before its first byte. */
  public void begins(ServiceRequestContext request) {
    request.setAttr(KIND, this);
  }

  static @Nullable LongAnswer of(RequestContext request) {
    return request.attr(KIND);
  }
}
