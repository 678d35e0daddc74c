package harbor.e2e.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import harbor.e2e.hostile.Attack.Client;
import harbor.e2e.hostile.Attack.CounterTest;
import harbor.e2e.hostile.Attack.Patient;
import harbor.e2e.hostile.Attack.Undefended;
import harbor.kit.testing.fuzz.Frames;
import java.util.Arrays;
import java.util.List;

/** Clients that hold what they have: a request that they do not end, an answer that they leave. */
final class SlowAttacks {
  private static final Patient PATIENT = new Patient();
  private static final byte[] LARGE_ANSWER = ascii("GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n");

  /** Their answers are more than buffers of the two systems hold. */
  private static final int REQUESTS = 50;

  /** What a client may have open on a connection. */
  private static final int STREAMS = 100;

  private SlowAttacks() {}

  static List<Attack> all() {
    byte[] body =
        ascii(
            "POST /web/carts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 60000\r\n\r\n{");
    // HEADERS that says that it holds a whole block, of which nothing has come.
    byte[] announced =
        Arrays.copyOf(
            Frames.frame(
                Http2.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, new byte[8 * 1_024]),
            9);
    byte[] noWindow = Frames.frame(Http2.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
    byte[] held =
        Frames.joined(
            Frames.PREFACE,
            noWindow,
            Http2.streams(STREAMS, stream -> Http2.get(stream, "/web/products/HB1001")));
    return List.of(
        slow(
            "slow heads",
            trickling(ascii("GET /web/home HTTP/1.1\r\nHost: a\r\n"), ascii("X: y\r\n")),
            PATIENT),
        slow(
            "slow heads of HTTP/2",
            trickling(Frames.joined(Frames.PREFACE, announced), new byte[1]),
            PATIENT),
        slow(
            "slow bodies",
            trickling(body, ascii(" ")),
            new CounterTest("harbor.kit.bff.edge.SlowClientsIT", "body_thatDoesNotCome_is408")),
        slow(
            "slow readers",
            trickling(Http2.streams(REQUESTS, _ -> LARGE_ANSWER), LARGE_ANSWER),
            PATIENT),
        slow(
            "slow readers of HTTP/2",
            connection -> {
              connection.send(held);
              connection.takeUntilEnded(STREAMS);
            },
            PATIENT));
  }

  private static Attack slow(String name, Client client, Undefended undefended) {
    return new Attack(name, "web-bff", 500, client, undefended);
  }

  private static Client trickling(byte[] first, byte[] then) {
    return connection -> {
      connection.send(first);
      connection.trickle(then);
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
