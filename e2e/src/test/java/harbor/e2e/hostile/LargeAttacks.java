package harbor.e2e.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import harbor.e2e.hostile.Attack.Client;
import harbor.e2e.hostile.Attack.CounterTest;
import harbor.kit.testing.fuzz.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Requests that are larger than they may be, or become so. */
final class LargeAttacks {
  private static final String LARGE = "a".repeat(64 * 1024);
  private static final int MAX_FRAME = 16 * 1024;

  /** What a message becomes; 16 KB hold it. */
  private static final int UNZIPPED = 15_000_000;

  private static final CounterTest LARGE_HEAD =
      new CounterTest("harbor.kit.bff.wire.WithoutLimitsIT", "largeHead_isTaken_withoutLimits");

  private static final CounterTest BODY =
      new CounterTest("harbor.kit.bff.edge.WritesIT", "body_isRefused_aboveItsLimit");

  private LargeAttacks() {}

  static List<Attack> all() {
    String bomb = "{\"paths\":" + "[".repeat(30_000);
    String chunk = "10000\r\n" + LARGE + "\r\n";
    return List.of(
        large(
            "64 KB headers",
            sending(ascii("GET /mobile/v2/home HTTP/1.1\r\nHost: a\r\nX: " + LARGE + "\r\n\r\n")),
            LARGE_HEAD),
        large("64 KB headers of HTTP/2", sending(largeHead()), LARGE_HEAD),
        large(
            "JSON bombs",
            sending(ascii(batch("Content-Length: " + bomb.length()) + bomb)),
            new CounterTest(
                "harbor.kit.bff.input.JsonBodyTest", "body_isTakenToItsDepth_andRefusedBelow")),
        large(
            "gzip bombs",
            calling("harbor.mobile.rpc.v1.Screens/GetMobileV2ProductsById"),
            new CounterTest("harbor.kit.bff.edge.RpcIT", "largeMessage_isRefused_compressedOrNot")),
        large("bodies of 1 GB", flooding(batch("Content-Length: 1073741824"), LARGE), BODY),
        large("bodies in chunks", flooding(batch("Transfer-Encoding: chunked"), chunk), BODY));
  }

  private static Attack large(String name, Client client, CounterTest undefended) {
    return new Attack(name, "mobile-bff", 10, client, undefended);
  }

  private static Client sending(byte[] request) {
    return connection -> {
      connection.send(request);
      connection.take();
    };
  }

  private static Client flooding(String head, String body) {
    byte[] first = ascii(head);
    byte[] then = ascii(body);
    return connection -> {
      connection.send(first);
      connection.flood(then);
    };
  }

  /** Calls a method with a message that is small until it is unzipped. */
  static Client calling(String method) {
    byte[] call =
        Frames.joined(Frames.PREFACE, Http2.call(1, method, "gzip"), Http2.end(1, zippedMessage()));
    return connection -> {
      connection.send(call);
      connection.takeUntilEnded(1);
    };
  }

  /** A gRPC message whose first field is a text. */
  private static byte[] zippedMessage() {
    byte[] text = new byte[UNZIPPED];
    // Field 1, and the length of what follows as a varint of four bytes.
    int length = UNZIPPED - 5;
    text[0] = 10;
    for (int i = 0; i < 4; i++) {
      text[1 + i] = (byte) (((length >> (7 * i)) & 127) | (i < 3 ? 128 : 0));
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Frames.message(1, zipped.size(), zipped.toByteArray());
  }

  private static String batch(String header) {
    return "POST /mobile/v1/batch HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\n%s\r\n\r\n".formatted(header);
  }

  /** A block in as many frames as it takes. */
  private static byte[] largeHead() {
    byte[] block = Frames.block(":method", "GET", ":scheme", "http", ":path", "/", "x", LARGE);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(Frames.PREFACE);
    for (int at = 0; at < block.length; at += MAX_FRAME) {
      int end = Math.min(at + MAX_FRAME, block.length);
      int type = at == 0 ? Http2.HEADERS : Http2.CONTINUATION;
      int flags = end == block.length ? Frames.END_HEADERS : 0;
      frames.writeBytes(Frames.frame(type, flags, 1, Arrays.copyOfRange(block, at, end)));
    }
    return frames.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
