package harbor.kit.bff.signin;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;

/**
 * {@code GET /auth/signed-out?state=}: where the provider sends browsers that have signed out; its
 * one address is registered there, and the state says where to go on to. Thread-safe.
 */
final class SignedOutService implements BufferedResponse {
  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    return SignInPages.seeOther(ReturnAddress.of(ctx.queryParam("state")).value());
  }
}
