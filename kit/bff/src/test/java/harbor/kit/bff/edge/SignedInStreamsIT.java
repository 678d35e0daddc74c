package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import harbor.kit.bff.edge.SignedInBff.SignedInBrowser;
import harbor.kit.bff.events.SocketClient;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.RefreshOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person's stream of events, and all that ends it; time is the test's. */
class SignedInStreamsIT {
  private static final String STREAM = "/stream?things=lamp";

  /** Another person's, whom none of it concerns. */
  private static final String BEN = "authorization: Bearer valid:b-2002";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));
  private final SignedInBff bff =
      new SignedInBff(Frontend.app("app"), Map.of("HARBOR_SESSION_MAX_HOURS", "1"), now::get);
  private final SignedInBrowser ann = bff.signIn("a-1001");
  private final SignedInBrowser annElsewhere = bff.signIn("a-1001");

  @AfterEach
  void close() {
    bff.close();
  }

  /** What ends a stream of Ann's. */
  enum End {
    SIGN_OUT,
    OWN_LIST,
    BACK_CHANNEL,
    ERASURE,
    IDLE,
    LIFETIME,
    DEAD_REFRESH
  }

  @ParameterizedTest
  @EnumSource
  void streamOfASession_ends_andIsNotGivenAgain(End end) {
    assertEnds(ann.cookie(), () -> end(end));
  }

  @Test
  void streamOfABearer_ends_withItsToken() {
    assertEnds("authorization: Bearer brief:a-1001", () -> passes(SignedInBff.BRIEF));
  }

  @Test
  void streamOfABearer_ends_withItsPerson() {
    String bearer = "authorization: Bearer valid:a-1001";
    try (SocketClient stream = stream(bearer)) {
      stream.next("\"version 0\"");

      end(End.ERASURE);

      assertThat(stream.all()).endsWith("0\r\n\r\n");
    }
  }

  private void assertEnds(String who, Runnable ending) {
    try (SocketClient stream = stream(who);
        SocketClient bens = stream(BEN)) {
      stream.next("\"version 0\"");
      String last = stream.id();
      bens.next("\"version 0\"");

      ending.run();
      String all = stream.all();
      bff.thing.change("lamp");

      bens.next("\"version 1\"");
      assertThat(all).endsWith("0\r\n\r\n").doesNotContain("\"version 1\"");
      assertThat(bff.get(STREAM, who, "last-event-id: " + last).status().code()).isEqualTo(401);
    }
  }

  private void end(End end) {
    switch (end) {
      case SIGN_OUT -> bff.get("/test/logout", ann.cookie());
      case OWN_LIST -> elsewhere(HttpMethod.DELETE, "/account/sessions/" + id(ann));
      case BACK_CHANNEL -> bff.get("/test/backchannel?sid=sid-a-1001");
      case ERASURE -> elsewhere(HttpMethod.DELETE, "/account");
      case IDLE -> passes(Duration.ofMinutes(30));
      case LIFETIME -> {
        // Somebody who is always there.
        for (int i = 0; i < 2; i++) {
          passes(Duration.ofMinutes(29));
          assertThat(bff.get("/account", ann.cookie()).status().code()).isEqualTo(200);
        }
        passes(Duration.ofMinutes(2));
      }
      case DEAD_REFRESH -> {
        bff.refreshed = new RefreshOutcome.Refused();
        passes(Duration.ofMinutes(5));
        assertThat(bff.get("/account", ann.cookie()).status().code()).isEqualTo(401);
      }
    }
  }

  private void elsewhere(HttpMethod method, String path) {
    assertThat(
            bff.send(method, path, annElsewhere.cookie(), "x-harbor-csrf: " + annElsewhere.tag())
                .status()
                .isSuccess())
        .isTrue();
  }

  /** The id of a browser's session, as its list says it. */
  private String id(SignedInBrowser browser) {
    return bff.get("/account/sessions", browser.cookie())
        .contentUtf8()
        .replaceFirst(".*\"field\":\"([^\"]+)\".*", "$1");
  }

  private SocketClient stream(String who) {
    return new SocketClient(bff.port(), "GET", STREAM, "accept: text/event-stream", who);
  }

  private void passes(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
