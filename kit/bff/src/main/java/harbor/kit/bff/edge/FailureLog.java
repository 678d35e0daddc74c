package harbor.kit.bff.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.runtime.LogFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults of ours, once, with the ids by which the request is found. */
final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

  private final String bff;

  /** For the BFF of this name. */
  FailureLog(String bff) {
    this.bff = bff;
  }

  void bug(ServiceRequestContext ctx, @Nullable Throwable bug) {
    try (LogFields _ = RequestScopes.logFields(bff, ctx)) {
      log.error("{} {} ended with a bug", ctx.method(), ctx.config().route().patternString(), bug);
    }
  }
}
