package harbor.kit.bff.signin;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;

/**
 * {@code GET /auth/login?return=}: begins a sign-in and sends the browser to the provider.
 * Thread-safe.
 */
final class LoginService implements BufferedResponse {
  private final SignIn signIn;

  LoginService(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    ReturnAddress back = ReturnAddress.of(ctx.queryParam("return"));
    if (!signIn.used().isUp()) {
      return signIn.unavailable(ctx, back);
    }
    LoginState state = LoginState.begin(back, signIn.clock().instant());
    return HttpResponse.of(
        signIn
            .provider()
            .authorization(signIn.callback(ctx), state.secrets())
            .handle(
                (address, failure) -> {
                  if (failure != null) {
                    return signIn.failed(ctx, back, failure);
                  }
                  signIn.cookies(ctx).add(ctx, state);
                  return SignInPages.seeOther(address.toString());
                }));
  }
}
