package harbor.e2e.hostile;

import harbor.e2e.hostile.Attack.CounterTest;
import harbor.kit.testing.fuzz.Frames;
import java.util.List;
import java.util.stream.Stream;

/** All attacks, and among them resets and floods of HTTP/2. */
final class Attacks {
  private static final String BFF = "web-bff";
  private static final int CLIENTS = 10;
  private static final String PAGE = "/web/products/HB1001";

  private static final CounterTest ALL_BEGUN =
      new CounterTest("harbor.kit.bff.wire.ResetLimitsIT", "everyRequestIsBegun_withoutLimits");

  private static final CounterTest NO_LIMITS =
      new CounterTest("harbor.kit.bff.wire.ResetLimitsIT", "everyFrameIsTaken_withoutLimits");

  private static final CounterTest NO_LIMITS_OF_EMPTY =
      new CounterTest("harbor.kit.bff.wire.WithoutLimitsIT", "everyFrameIsTaken_withoutLimits");

  /** More than any client is allowed, on one connection. */
  private static final int STREAMS = 2_000;

  /** Frames that are sent at once. */
  private static final int FRAMES = 1_000;

  private static final byte[] NOTHING = {};

  private Attacks() {}

  /** Those that a store meets before anything else. */
  static List<Attack> cold() {
    return rapidResets("rapid reset, cold");
  }

  /** Those on a store that is warm. */
  static List<Attack> warm() {
    return Stream.of(
            rapidResets("rapid reset, warm"),
            floods(),
            SlowAttacks.all(),
            LargeAttacks.all(),
            CoreAttacks.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Requests that are reset at once (CVE-2023-44487), by more and more clients. */
  private static List<Attack> rapidResets(String name) {
    byte[] resets =
        Http2.streams(
            STREAMS, stream -> Frames.joined(Http2.get(stream, PAGE), Frames.reset(stream)));
    return Stream.of(1, 6, 10, 20)
        .map(clients -> flood(name, clients, NOTHING, resets, ALL_BEGUN))
        .toList();
  }

  private static List<Attack> floods() {
    // A window update of nothing, which no client may send, makes the server reset (CVE-2025-8671).
    byte[] provoked =
        Http2.streams(
            STREAMS,
            stream ->
                Frames.joined(
                    Http2.get(stream, PAGE),
                    Frames.frame(Http2.WINDOW_UPDATE, 0, stream, new byte[4])));
    byte[] block = Frames.block(":method", "GET", ":scheme", "http");
    return List.of(
        flood("MadeYouReset", CLIENTS, NOTHING, provoked, ALL_BEGUN),
        flood("SETTINGS flood", CLIENTS, NOTHING, frames(Http2.SETTINGS, 0, NOTHING), NO_LIMITS),
        flood("PING flood", CLIENTS, NOTHING, frames(Http2.PING, 0, new byte[8]), NO_LIMITS),
        flood(
            "CONTINUATION flood",
            CLIENTS,
            Frames.frame(Http2.HEADERS, 0, 1, block),
            frames(Http2.CONTINUATION, 1, NOTHING),
            NO_LIMITS_OF_EMPTY),
        flood(
            "zero-DATA flood",
            CLIENTS,
            Http2.post(1, "/web/carts", "content-type", "application/json"),
            frames(Http2.DATA, 1, NOTHING),
            NO_LIMITS_OF_EMPTY));
  }

  /** Something again and again, after something else. */
  private static Attack flood(
      String name, int clients, byte[] first, byte[] then, CounterTest undefended) {
    byte[] begin = Frames.joined(Frames.PREFACE, first);
    return new Attack(
        name,
        BFF,
        clients,
        connection -> {
          connection.send(begin);
          connection.flood(then);
        },
        undefended);
  }

  private static byte[] frames(int type, int stream, byte[] payload) {
    byte[] frame = Frames.frame(type, 0, stream, payload);
    return Http2.streams(FRAMES, _ -> frame);
  }
}
