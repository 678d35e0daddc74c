package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stands at one path: a service for each method; HEAD is answered as GET. Thread-safe. */
final class PathService implements BufferedResponse {
  private final Map<HttpMethod, HttpService> methods;
  private final Answers answers;
  private final String allowed;

  PathService(Map<HttpMethod, HttpService> methods, Answers answers) {
    this.methods = Map.copyOf(methods);
    this.answers = answers;
    TreeSet<String> names = new TreeSet<>();
    methods.keySet().forEach(method -> names.add(method.name()));
    if (methods.containsKey(HttpMethod.GET)) {
      names.add(HttpMethod.HEAD.name());
    }
    this.allowed = String.join(", ", names);
  }

  /** The methods that it serves itself. */
  Set<HttpMethod> methods() {
    return methods.keySet();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    HttpMethod method = request.method();
    HttpService service = methods.get(method == HttpMethod.HEAD ? HttpMethod.GET : method);
    if (service == null) {
      ctx.setAdditionalResponseHeader("allow", allowed);
      return answers.error(ctx, answers.errors().of(EdgeEvent.METHOD_NOT_ALLOWED, allowed));
    }
    return service.serve(ctx, request);
  }
}
