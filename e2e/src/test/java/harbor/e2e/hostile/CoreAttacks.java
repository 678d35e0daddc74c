package harbor.e2e.hostile;

import harbor.e2e.hostile.Attack.Client;
import harbor.e2e.hostile.Attack.CounterTest;
import harbor.kit.testing.fuzz.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Callers of a core service that do not say who they are, and hold what they have. */
final class CoreAttacks {
  private static final String CHECK = "grpc.health.v1.Health/Check";
  private static final String WATCH = "grpc.health.v1.Health/Watch";
  private static final String OPEN_CALLS = "harbor.kit.service.call.OpenCallsIT";
  private static final CounterTest HELD =
      new CounterTest(OPEN_CALLS, "everyCallIsHeld_withoutLimits");

  /** What a core service allows on a connection. */
  private static final int CALLS = 1_000;

  private CoreAttacks() {}

  static List<Attack> all() {
    byte[] nothing = Frames.message(0, 0, new byte[0]);
    return List.of(
        new Attack(
            "connections to a core that do not say what they speak",
            "catalog",
            500,
            connection -> {
              connection.send(Arrays.copyOf(Frames.PREFACE, 10));
              connection.take();
            },
            new CounterTest(OPEN_CALLS, "connectionThatSaysNothing_isClosed_butNotWithoutLimits")),
        held(
            "5,000 streams held at a core",
            stream ->
                Frames.joined(Http2.call(stream, WATCH, "identity"), Http2.end(stream, nothing))),
        held(
            "5,000 calls to a core that are not ended",
            stream -> Http2.call(stream, CHECK, "identity")),
        new Attack("gzip bombs at a core", "catalog", 10, LargeAttacks.calling(CHECK), HELD));
  }

  private static Attack held(String name, IntFunction<byte[]> stream) {
    byte[] calls = Frames.joined(Frames.PREFACE, Http2.streams(CALLS, stream));
    Client client =
        connection -> {
          connection.send(calls);
          connection.takeUntilEnded(CALLS);
        };
    return new Attack(name, "catalog", 5, client, HELD);
  }
}
