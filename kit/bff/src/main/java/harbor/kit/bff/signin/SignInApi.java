package harbor.kit.bff.signin;

import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.input.Parameter.In;
import harbor.kit.bff.openapi.ApiService;
import harbor.kit.bff.openapi.ApiService.Said;
import harbor.kit.bff.session.Frontend;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What clients need to know of {@link SignIn#services}. */
public final class SignInApi {
  private static final int MAX = 2_000;
  private static final String HTML = "text/html";
  private static final String JSON = "application/json";
  private static final Said OVER = Said.of("It cannot be finished: a page says why.", HTML);
  private static final Said LATER =
      Said.of("Nobody can sign in at the moment: try again after Retry-After.", HTML);

  private SignInApi() {}

  /** Of the services of a frontend. */
  public static List<ApiService> of(Frontend frontend) {
    return List.of(
        new ApiService(
            "GET",
            SignIn.path(frontend, "login"),
            "Begins a sign-in: sends the browser to the identity provider.",
            List.of(text("return")),
            answers(Map.of(303, Said.empty("To the identity provider."), 503, LATER)),
            false),
        new ApiService(
            "GET",
            SignIn.path(frontend, "callback"),
            "Ends a sign-in: the identity provider sends the browser here.",
            List.of(
                text("state"), text("code"), text("iss"), text("error"), text("error_description")),
            answers(Map.of(303, Said.empty("To where it began."), 400, OVER, 503, LATER)),
            false),
        new ApiService(
            "GET",
            SignIn.path(frontend, "me"),
            "Who is signed in, and the tag that changes carry in X-Harbor-CSRF.",
            List.of(),
            answers(Map.of(200, Said.of("userId, displayName, roles, csrf and expiresAt.", JSON))),
            true),
        new ApiService(
            "POST",
            SignIn.path(frontend, "logout"),
            "Ends the session, and names where to go next.",
            List.of(text("return")),
            answers(
                Map.of(
                    200, Said.of("next: where to go.", JSON),
                    403, Said.of("It was not sent by a page or app of ours.", "*/*"),
                    409, Said.of("Somebody else is signed in by now.", "*/*"))),
            false),
        new ApiService(
            "POST",
            SignIn.path(frontend, "backchannel-logout"),
            "The identity provider says that somebody has signed out.",
            List.of(),
            answers(
                Map.of(
                    200, Said.empty("Their sessions are over."),
                    400, Said.empty("The logout token is not valid."),
                    503, Said.empty("It could not be done: say it again."))),
            false),
        ApiService.get(
            SignIn.path(frontend, "sign-out.js"),
            "The script behind the start page's button that signs out.",
            Said.of("The script.", "text/javascript")));
  }

  private static SortedMap<Integer, Said> answers(Map<Integer, Said> said) {
    return new TreeMap<>(said);
  }

  private static Parameter text(String name) {
    return new Parameter(name, In.QUERY, false, new Form.Text(MAX));
  }
}
