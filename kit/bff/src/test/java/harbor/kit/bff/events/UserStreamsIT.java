package harbor.kit.bff.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Identified;
import harbor.kit.client.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams for people who are signed in: who gets one, and when it ends. */
class UserStreamsIT {
  private static final String LAMP = "/events?products=lamp";

  /** What ends the stream of a person. */
  private final Map<String, Runnable> watched = new ConcurrentHashMap<>();

  private final EventsBff bff =
      EventsBff.startForUsers(new StreamCallers(new ByHeader(), this::watch));

  @AfterEach
  void close() {
    bff.close();
  }

  /** Knows people, late, by a header that says who they are. */
  private static final class ByHeader implements Callers {
    @Override
    public CompletionStage<Identified> of(ServiceRequestContext ctx) {
      throw new AssertionError("A stream is no activity");
    }

    @Override
    public CompletionStage<Identified> unattended(ServiceRequestContext ctx) {
      String user = ctx.request().headers().get("user", "");
      return CompletableFuture.supplyAsync(
          () ->
              switch (user) {
                case "" -> Identified.NOBODY;
                case "outage" -> throw CallerRefusal.unavailable();
                case "expired" -> throw CallerRefusal.notSignedIn();
                default -> new Identified.ByBearer(Caller.user(user), Instant.MAX);
              });
    }
  }

  private Runnable watch(Identified who, Runnable end) {
    watched.put(who.caller().id(), end);
    return () -> watched.remove(who.caller().id());
  }

  @Test
  void stream_isForUsersAlone() {
    assertThat(refusal("user: ")).startsWith("HTTP/1.1 401 ");
    assertThat(refusal("user: expired")).startsWith("HTTP/1.1 401 ");
    assertThat(refusal("user: outage"))
        .startsWith("HTTP/1.1 503 ")
        .contains("SIGN_IN_UNAVAILABLE", "retry-after: ");
    assertThat(bff.streams()).isZero();
    assertThat(watched).isEmpty();
  }

  private String refusal(String header) {
    String accept = "accept: text/event-stream, application/json;q=0.5";
    try (SocketClient client = new SocketClient(bff.port(), "GET", LAMP, accept, header)) {
      return client.until("}");
    }
  }

  @Test
  void stream_ends_whenItsPersonIsNotSignedInAnyMore_andTellsNothingMore() {
    try (SocketClient ann = new SocketClient(bff.port(), "GET", LAMP, "user: a-1001");
        SocketClient ben = new SocketClient(bff.port(), "GET", LAMP, "user: b-2002")) {
      ann.next("\"lamp\"");
      ben.next("\"lamp\"");

      end("a-1001");
      String all = ann.all();
      bff.change("lamp");

      ben.next("\"description\":\"1\"");
      assertThat(all).endsWith("0\r\n\r\n").doesNotContain("\"description\":\"1\"");
      assertThat(watched).containsOnlyKeys("b-2002");
      await().until(() -> bff.streams() == 1);
    }
  }

  private void end(String user) {
    Objects.requireNonNull(watched.get(user), user).run();
  }

  @Test
  void streamThatIsOver_isNotWatchedAnyMore() {
    SocketClient client = new SocketClient(bff.port(), "GET", LAMP, "user: a-1001");
    client.until("\"lamp\"");
    assertThat(watched).containsOnlyKeys("a-1001");

    client.leaves();

    await().atMost(Duration.ofSeconds(30)).until(watched::isEmpty);
  }

  @Test
  void streamForEverybody_isWatchedByNobody() {
    try (EventsBff open = EventsBff.start();
        SocketClient client = new SocketClient(open.port(), "GET", LAMP, "user: outage")) {
      assertThat(client.until("\"lamp\"")).startsWith("HTTP/1.1 200 ");
    }
  }
}
