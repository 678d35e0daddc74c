package harbor.kit.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What hostile connections begin with: requests that are nearly right. The same seed gives the same
 * bytes. Not thread-safe.
 */
public final class Fuzz {
  private static final List<String> TARGETS =
      List.of(
          "/", "/things/a", "/things/%00", "/nowhere", "*", "/a?b=%", "//", "/things/../a", "a");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "TRACE", "BREW");

  private static final List<String> NAMES =
      List.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "if-none-match",
          "if-match",
          "range",
          "cookie",
          "authorization",
          "traceparent",
          "tracestate",
          "baggage",
          "x-correlation-id",
          "idempotency-key",
          "content-type",
          "content-encoding",
          "te",
          "expect",
          "origin",
          "forwarded",
          "x-forwarded-for",
          "grpc-timeout",
          "grpc-encoding",
          "grpc-accept-encoding",
          "connection",
          "upgrade",
          "priority");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "*/*",
          "*",
          "\"",
          "\"\"",
          "a,b",
          ";;;",
          "q=",
          "a/b;q=2",
          "\u00e9",
          "\0",
          "trailers",
          "99999999999H",
          "99999999H",
          "-1S",
          "1n",
          "gzip",
          "identity",
          "application/grpc",
          "00-0-0-0",
          "application/json",
          "Basic x",
          "Bearer ",
          "bytes=0-",
          "100-continue",
          "close, host",
          "u=9,i=?2");

  private final RandomGenerator random;
  private final Mutations mutations;
  private final List<String> grpcMethods;

  /**
   * A source of bytes.
   *
   * @param grpcMethods full names, like {@code grpc.health.v1.Health/Check}
   */
  public Fuzz(long seed, List<String> grpcMethods) {
    this.random = new SplittableRandom(seed);
    this.mutations = new Mutations(random);
    this.grpcMethods = List.copyOf(grpcMethods);
  }

  /** A connection of any kind. */
  public byte[] next() {
    return switch (random.nextInt(3)) {
      case 0 -> http1();
      case 1 -> http2();
      default -> grpc();
    };
  }

  /** A connection of HTTP/1.1. */
  public byte[] http1() {
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      StringBuilder head =
          new StringBuilder(any(METHODS) + " " + any(TARGETS) + " HTTP/1.1\r\nHost: localhost\r\n");
      for (int fields = random.nextInt(4); fields > 0; fields--) {
        head.append(any(NAMES)).append(": ").append(any(VALUES)).append("\r\n");
      }
      String body = "";
      switch (random.nextInt(4)) {
        case 0 -> {
          body = any(VALUES);
          head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        case 1 -> {
          body = "3\r\nabc\r\n0\r\n\r\n";
          head.append("Transfer-Encoding: chunked\r\n");
        }
        default -> {}
      }
      requests.writeBytes(Frames.ascii(head + "\r\n" + body));
    }
    return mutations.of(requests.toByteArray());
  }

  /** A connection of HTTP/2. */
  public byte[] http2() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(Frames.PREFACE);
    int stream = 1;
    for (int i = random.nextInt(8); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> {
          frames.writeBytes(request(stream));
          stream += 2;
        }
        case 3 ->
            frames.writeBytes(Frames.frame(random.nextInt(12), bits(), near(stream), noise(16)));
        case 4 ->
            frames.writeBytes(
                Frames.frame(8, 0, near(stream), new byte[] {0, 0, 0, (byte) random.nextInt(2)}));
        default -> frames.writeBytes(Frames.reset(near(stream)));
      }
    }
    return random.nextInt(3) == 0 ? mutations.of(frames.toByteArray()) : frames.toByteArray();
  }

  private byte[] request(int stream) {
    String[] fields = {
      ":method", any(METHODS), ":scheme", "http", ":path", any(TARGETS), ":authority", "a"
    };
    if (random.nextInt(4) == 0) {
      fields[random.nextInt(4) * 2] = any(NAMES);
    }
    String[] more = new String[fields.length + 4];
    System.arraycopy(fields, 0, more, 0, fields.length);
    for (int i = fields.length; i < more.length; i += 2) {
      more[i] = any(NAMES);
      more[i + 1] = any(VALUES);
    }
    boolean isWhole = random.nextBoolean();
    byte[] headers = Frames.headers(stream, isWhole ? Frames.END_STREAM : 0, more);
    return isWhole
        ? headers
        : Frames.joined(headers, Frames.frame(0, random.nextInt(2), stream, noise(64)));
  }

  /** A connection of gRPC with one call. */
  public byte[] grpc() {
    String timeout = random.nextBoolean() ? "5S" : any(VALUES);
    byte[] headers =
        Frames.headers(
            1,
            0,
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            "/" + any(grpcMethods),
            ":authority",
            "a",
            "te",
            "trailers",
            "content-type",
            any(
                List.of(
                    "application/grpc",
                    "application/grpc+proto",
                    "application/grpc-web",
                    "application/json",
                    "application/grpc+x")),
            "grpc-timeout",
            timeout,
            any(NAMES),
            any(VALUES));
    byte[] message = random.nextInt(4) == 0 ? new byte[0] : noise(40);
    int length = random.nextInt(3) == 0 ? random.nextInt() : message.length;
    byte[] body = Frames.message(random.nextInt(8) == 0 ? bits() : 0, length, message);
    return Frames.joined(
        Frames.PREFACE, headers, Frames.frame(0, random.nextInt(4) == 0 ? 0 : 1, 1, body));
  }

  private byte[] noise(int max) {
    byte[] noise = new byte[random.nextInt(max)];
    random.nextBytes(noise);
    return noise;
  }

  private int bits() {
    return random.nextInt(256);
  }

  private int near(int stream) {
    return Math.max(0, stream - random.nextInt(4));
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
