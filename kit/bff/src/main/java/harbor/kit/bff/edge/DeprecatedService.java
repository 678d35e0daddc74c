package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.runtime.Identifiers;
import harbor.kit.runtime.PathSegment;
import io.netty.util.AsciiString;
import java.time.InstantSource;
import java.util.Map;

/**
 * Says with each answer of a deprecated route, errors included, what replaces it and when it ends;
 * from then on asks it nothing more. Thread-safe.
 */
final class DeprecatedService extends SimpleDecoratingHttpService {
  private static final AsciiString DEPRECATION = HttpHeaderNames.of("deprecation");
  private static final AsciiString SUNSET = HttpHeaderNames.of("sunset");

  private final Deprecation deprecation;
  private final Answers answers;
  private final InstantSource clock;

  DeprecatedService(
      HttpService route, Deprecation deprecation, Answers answers, InstantSource clock) {
    super(route);
    this.deprecation = deprecation;
    this.answers = answers;
    this.clock = clock;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    String successor = successor(ctx);
    ctx.mutateAdditionalResponseHeaders(
        headers -> {
          headers
              .set(DEPRECATION, deprecation.deprecationHeader())
              .set(SUNSET, deprecation.sunsetHeader());
          if (!successor.contains("{")) {
            headers.set(HttpHeaderNames.LINK, "<" + successor + ">; rel=\"successor-version\"");
          }
        });
    return deprecation.isOver(clock.instant())
        ? answers.error(ctx, answers.errors().of(EdgeEvent.GONE, successor))
        : unwrap().serve(ctx, request);
  }

  /** A pattern, where an id is malformed: nothing is to be found there. */
  private String successor(ServiceRequestContext ctx) {
    String path = deprecation.successor();
    for (Map.Entry<String, String> variable : ctx.pathParams().entrySet()) {
      if (Identifiers.isExternal(variable.getValue())) {
        path = path.replace("{" + variable.getKey() + "}", PathSegment.encode(variable.getValue()));
      }
    }
    return path;
  }
}
