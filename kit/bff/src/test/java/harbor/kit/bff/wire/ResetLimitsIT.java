package harbor.kit.bff.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import harbor.kit.testing.fuzz.Frames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that reset what they ask for: how much work they cause. */
class ResetLimitsIT {
  private static final int STREAMS = 2_000;

  /** Resets that a connection may have, as long as no time passes. */
  private static final int MAX = 100;

  private static final int CALM = 0xb;
  private static final int PRIORITY = 2;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void connection_isClosed_whenItsClientResetsMoreThanItTakes() throws Exception {
    try (Server server = server(ResetLimits.of(metrics, ResetLimitsIT::stopped))) {
      byte[] answer = attack(server, resets());

      assertThat(begun.get()).isEqualTo(MAX + 1);
      assertThat(lastGoAway(answer)).isEqualTo(CALM);
      assertThat(metrics.get("harbor.bff.reset.floods").counter().count()).isEqualTo(1);
    }
  }

  /** "MadeYouReset": the server is made to reset by what no client may send. */
  @Test
  void connection_isClosed_whenItsClientProvokesResets() throws Exception {
    try (Server server = server(ResetLimits.of(metrics, ResetLimitsIT::stopped))) {
      byte[] answer = attack(server, provoked(10));

      assertThat(begun.get()).isEqualTo(MAX + 1);
      assertThat(lastGoAway(answer)).isEqualTo(CALM);
    }
  }

  @Test
  void connection_isClosed_whenItsClientProvokesResetsAtOnce() throws Exception {
    try (Server server = server(ResetLimits.of(metrics, ResetLimitsIT::stopped))) {
      byte[] answer = attack(server, provoked(STREAMS));

      assertThat(begun.get()).isEqualTo(MAX + 1);
      assertThat(lastGoAway(answer)).isEqualTo(CALM);
    }
  }

  @Test
  void connections_areClosedSooner_whenTheyAreMany() throws Exception {
    try (Server server = server(ResetLimits.of(metrics, ResetLimitsIT::stopped))) {
      for (int i = 0; i < 20; i++) {
        attack(server, resets());
      }

      // 100 of each as long as the process has any left, then one, and what time brings.
      assertThat(begun.get()).isBetween(200, 900);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PRIORITY, SETTINGS, PING, WINDOW_UPDATE, 0xb1})
  void connection_isClosed_whenItsClientSendsFramesForNothing(int type) throws Exception {
    try (Server server = server(ResetLimits.of(metrics, ResetLimitsIT::stopped))) {
      assertThat(lastGoAway(attack(server, forNothing(type)))).isEqualTo(CALM);
      assertThat(metrics.get("harbor.bff.reset.floods").counter().count()).isEqualTo(1);
    }
  }

  /** The counter-test: every one is taken. */
  @ParameterizedTest
  @ValueSource(ints = {PRIORITY, SETTINGS, PING, WINDOW_UPDATE, 0xb1})
  void everyFrameIsTaken_withoutLimits(int type) throws Exception {
    try (Server server = server(ResetLimits.none(metrics))) {
      byte[] answer = attack(server, forNothing(type));

      assertThat(lastGoAway(answer)).isNegative();
      assertThat(places(answer, PING)).as("an answered ping").isNotEmpty();
    }
  }

  @Test
  void answersThatAreTaken_allowFramesForNothing() {
    AtomicLong nanos = new AtomicLong();
    ResetLimits.Connection client = ResetLimits.of(metrics, nanos::get).connection();
    int first = 0;
    while (client.addFrame()) {
      first++;
    }
    assertThat(first).isEqualTo(1_000);

    for (int i = 0; i < 5_000; i++) {
      client.answered();
      client.answered();
      for (int frame = 0; frame < 50; frame++) {
        assertThat(client.addFrame()).isTrue();
      }
    }
  }

  /** The counter-test: all of it is begun. */
  @Test
  void everyRequestIsBegun_withoutLimits() throws Exception {
    try (Server server = server(ResetLimits.none(metrics))) {
      attack(server, resets());

      assertThat(begun.get()).isEqualTo(STREAMS);

      attack(server, provoked(10));

      assertThat(begun.get()).isEqualTo(2 * STREAMS);
    }
  }

  @Test
  void answersThatAreTaken_allowAsManyResets() {
    AtomicLong nanos = new AtomicLong();
    ResetLimits.Connection proxy = ResetLimits.of(metrics, nanos::get).connection();

    for (int i = 0; i < 5_000; i++) {
      proxy.answered();
      assertThat(proxy.add()).isTrue();
      nanos.addAndGet(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void connection_mayResetMore_asTimePasses() {
    AtomicLong nanos = new AtomicLong();
    ResetLimits.Connection client = ResetLimits.of(metrics, nanos::get).connection();
    int first = untilRefused(client);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(first).isEqualTo(MAX);
    assertThat(untilRefused(client)).isEqualTo(39);
  }

  private static int untilRefused(ResetLimits.Connection client) {
    int resets = 0;
    while (client.add()) {
      resets++;
    }
    return resets;
  }

  /** A clock that stands. */
  private static long stopped() {
    return 0;
  }

  private Server server(ResetLimits limits) {
    ServerBuilder builder =
        Server.builder()
            .http(0)
            .http2MaxResetFramesPerWindow(1_000_000, 60)
            .service(
                "/",
                (_, _) -> {
                  begun.incrementAndGet();
                  return HttpResponse.of(new CompletableFuture<HttpResponse>());
                });
    Wire.guard(builder, 8_192, 16_384, limits);
    Server server = builder.build();
    server.start().join();
    return server;
  }

  private static byte[] resets() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < STREAMS; i++) {
      bytes.writeBytes(get(1 + 2 * i));
      bytes.writeBytes(Frames.reset(1 + 2 * i));
    }
    return bytes.toByteArray();
  }

  /** So many streams at a time. */
  private static byte[][] provoked(int size) {
    byte[][] pieces = new byte[STREAMS / size][];
    for (int piece = 0; piece < pieces.length; piece++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = piece * size; i < (piece + 1) * size; i++) {
        bytes.writeBytes(get(1 + 2 * i));
        bytes.writeBytes(Frames.frame(8, 0, 1 + 2 * i, new byte[4]));
      }
      pieces[piece] = bytes.toByteArray();
    }
    return pieces;
  }

  /** Each as its kind has to be. */
  private static byte[] forNothing(int type) {
    byte[] payload =
        switch (type) {
          case PRIORITY -> new byte[5];
          case WINDOW_UPDATE -> new byte[] {0, 0, 0, 1};
          case SETTINGS -> new byte[0];
          default -> new byte[8];
        };
    byte[] frame = Frames.frame(type, 0, type == PRIORITY ? 1 : 0, payload);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < STREAMS; i++) {
      bytes.writeBytes(frame);
    }
    return bytes.toByteArray();
  }

  private static byte[] get(int stream) {
    return Frames.headers(
        stream, Frames.END_STREAM, ":method", "GET", ":scheme", "http", ":path", "/");
  }

  /** Sends each piece once a ping after the one before is answered, until the server closes. */
  private static byte[] attack(Server server, byte[]... pieces) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.activeLocalPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(Frames.PREFACE);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[65_536];
      int read = 0;
      for (int piece = 0; piece < pieces.length && read >= 0; piece++) {
        socket
            .getOutputStream()
            .write(Frames.joined(pieces[piece], Frames.frame(6, 0, 0, new byte[8])));
        while (read >= 0 && places(answer.toByteArray(), 6).size() <= piece) {
          read = in.read(buffer);
          answer.write(buffer, 0, Math.max(0, read));
        }
      }
    } catch (SocketException _) {
      // Closed before all was read.
    }
    return answer.toByteArray();
  }

  private static int lastGoAway(byte[] bytes) {
    int at = find(bytes, 7);
    return at < 0 ? -1 : bytes[at + 9 + 7];
  }

  private static int find(byte[] bytes, int type) {
    return places(bytes, type).stream().findFirst().orElse(-1);
  }

  /** Where frames of a type begin. */
  private static List<Integer> places(byte[] bytes, int type) {
    List<Integer> places = new ArrayList<>();
    int at = 0;
    while (at + 9 <= bytes.length) {
      int length = (bytes[at] & 255) << 16 | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255);
      if (bytes[at + 3] == type) {
        places.add(at);
      }
      at += 9 + length;
    }
    return places;
  }
}
