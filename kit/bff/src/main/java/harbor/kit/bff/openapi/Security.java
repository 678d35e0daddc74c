package harbor.kit.bff.openapi;

import static harbor.kit.bff.openapi.Schemas.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import harbor.kit.bff.openapi.Api.Identity;
import harbor.kit.bff.openapi.ApiRoute.Asker;

/** By what a request says who asks, as the document says it. */
final class Security {
  private static final String BEARER = "bearer";
  private static final String GUEST = "guest";
  private static final String SESSION = "session";

  private Security() {}

  static ObjectNode schemes(Identity identity) {
    ObjectNode schemes = object();
    if (identity.takesBearers()) {
      schemes
          .putObject(BEARER)
          .put("type", "http")
          .put("scheme", "bearer")
          .put("bearerFormat", "JWT")
          .put("description", "An access token of the identity provider.");
    }
    if (!identity.guestHeader().isEmpty()) {
      key(schemes, GUEST, "header", identity.guestHeader())
          .put("description", "A guest's id, as the answer to their first change gave it.");
    }
    if (!identity.guestCookie().isEmpty()) {
      key(schemes, GUEST, "cookie", identity.guestCookie())
          .put("description", "A guest's id, as the answer to their first change set it.");
    }
    for (String cookie : identity.sessionCookies()) {
      key(schemes, SESSION, "cookie", cookie)
          .put("description", "The session that signing in began; the number is the port.");
    }
    return schemes;
  }

  private static ObjectNode key(ObjectNode schemes, String name, String in, String key) {
    return schemes.putObject(name).put("type", "apiKey").put("in", in).put("name", key);
  }

  /** What a request has to bring, one of these. */
  static ArrayNode of(Asker asker, Identity identity) {
    ArrayNode ways = object().putArray("ways");
    if (asker == Asker.ANYBODY) {
      return ways;
    }
    if (asker == Asker.CALLER) {
      ways.addObject();
    }
    if (asker != Asker.USER
        && !(identity.guestHeader().isEmpty() && identity.guestCookie().isEmpty())) {
      ways.addObject().putArray(GUEST);
    }
    if (!identity.sessionCookies().isEmpty()) {
      ways.addObject().putArray(SESSION);
    }
    if (identity.takesBearers()) {
      ways.addObject().putArray(BEARER);
    }
    return ways;
  }
}
