package harbor.e2e.hostile;

import harbor.kit.testing.fuzz.Frames;
import java.io.ByteArrayOutputStream;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Requests and frames of HTTP/2, as bytes. */
final class Http2 {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  private Http2() {}

  /** What asks for a page over a stream. */
  static byte[] get(int stream, String path) {
    return request(stream, Frames.END_STREAM, "GET", path);
  }

  /** The head of a request with a body. */
  static byte[] post(int stream, String path, String... namesAndValues) {
    return request(stream, 0, "POST", path, namesAndValues);
  }

  /** The head of a gRPC call that may take as long as it likes. */
  static byte[] call(int stream, String method, String encoding) {
    return post(
        stream,
        "/" + method,
        "te",
        "trailers",
        "content-type",
        "application/grpc",
        "grpc-timeout",
        "99999999H",
        "grpc-encoding",
        encoding);
  }

  private static byte[] request(
      int stream, int flags, String method, String path, String... namesAndValues) {
    Stream<String> first =
        Stream.of(":method", method, ":scheme", "http", ":path", path, ":authority", "localhost");
    return Frames.headers(
        stream, flags, Stream.concat(first, Stream.of(namesAndValues)).toArray(String[]::new));
  }

  /** The last of a stream. */
  static byte[] end(int stream, byte[] data) {
    return Frames.frame(DATA, Frames.END_STREAM, stream, data);
  }

  /** The same of a connection's first streams, one after the other. */
  static byte[] streams(int count, IntFunction<byte[]> of) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(of.apply(1 + 2 * i));
    }
    return bytes.toByteArray();
  }
}
