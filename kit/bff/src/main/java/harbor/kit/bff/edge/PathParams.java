package harbor.kit.bff.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.runtime.Identifiers;

/**
 * Reads what a request's path says; each throws the {@link BadRequest} that names what is wrong.
 */
public final class PathParams {
  private PathParams() {}

  /** An id: 1 to 64 characters of {@code [A-Za-z0-9._-]}. */
  public static String id(ServiceRequestContext ctx, String name) {
    String value = ctx.pathParam(name);
    if (value == null || !Identifiers.isWellFormed(value)) {
      throw new BadRequest(name, Identifiers.FORM);
    }
    return value;
  }
}
