package harbor.screens.account;

import com.google.protobuf.Timestamp;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.session.OwnSessions;
import harbor.kit.bff.session.SessionSummary;
import harbor.screens.v1.EndSessionRequest;
import harbor.screens.v1.Session;
import harbor.screens.v1.Sessions;
import java.time.Instant;

/** {@code .../account/sessions}: where a person is signed in, and how to end that. */
public final class SessionScreens {
  private SessionScreens() {}

  /**
   * Adds the routes.
   *
   * @param prefix of their paths, for instance {@code /mobile/v1}
   */
  public static void add(String prefix, Routes to, harbor.kit.bff.session.Sessions sessions) {
    String path = prefix + "/account/sessions";
    OwnSessions own = new OwnSessions(sessions);
    to.get(path, Request::session, own.list(Sessions.class, SessionScreens::view)).signedIn();
    to.delete(
            path + "/{id}",
            own.<EndSessionRequest, Sessions>end(Sessions.class, EndSessionRequest::getId))
        .signedIn()
        .noContent();
  }

  static Sessions view(OwnSessions.Shown shown) {
    Sessions.Builder view = Sessions.newBuilder();
    for (SessionSummary session : shown.all()) {
      view.addSessions(
          Session.newBuilder()
              .setId(session.id())
              .setFrontend(session.frontend())
              .setCreatedAt(timestamp(session.createdAt()))
              .setActiveAt(timestamp(session.activeAt()))
              .setEndsAt(timestamp(session.endsAt()))
              .setCurrent(session.id().equals(shown.current())));
    }
    return view.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).build();
  }
}
