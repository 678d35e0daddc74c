package harbor.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What is asked, in turn.
 *
 * @param port of a server on this machine
 * @param paths never empty
 * @param accept the header
 * @param headers one more header line of some paths
 */
public record Workload(int port, List<String> paths, String accept, Map<String, String> headers) {
  /** Copies list and map. */
  public Workload {
    paths = List.copyOf(paths);
    headers = Map.copyOf(headers);
  }

  /** Without further headers. */
  public Workload(int port, List<String> paths, String accept) {
    this(port, paths, accept, Map.of());
  }

  List<ByteBuffer> requests() {
    return paths.stream()
        .map(
            path ->
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: %s\r\n%s\r\n"
                    .formatted(path, port, accept, header(path)))
        .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)))
        .toList();
  }

  private String header(String path) {
    String line = headers.get(path);
    return line == null ? "" : line + "\r\n";
  }
}
