package harbor.mobile.account;

import com.google.protobuf.Timestamp;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.session.OwnSessions;
import harbor.kit.bff.session.SessionSummary;
import harbor.mobile.v1.EndSessionRequest;
import harbor.mobile.v1.Session;
import harbor.mobile.v1.Sessions;
import java.time.Instant;

/** {@code /mobile/v1/account/sessions}: where a person is signed in, and how to end that. */
public final class SessionScreens {
  private static final String SESSIONS = "/mobile/v1/account/sessions";

  private SessionScreens() {}

  /** Adds the routes. */
  public static void add(Routes to, harbor.kit.bff.session.Sessions sessions) {
    OwnSessions own = new OwnSessions(sessions);
    to.get(SESSIONS, Request::session, own.list(Sessions.class, SessionScreens::view)).signedIn();
    to.delete(
            SESSIONS + "/{id}",
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
