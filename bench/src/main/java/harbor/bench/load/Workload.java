package harbor.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is asked, in turn.
 *
 * @param port of a server on this machine
 * @param paths never empty
 * @param accept the header
 */
public record Workload(int port, List<String> paths, String accept) {
  /** Copies the list. */
  public Workload {
    paths = List.copyOf(paths);
  }

  List<ByteBuffer> requests() {
    return paths.stream()
        .map(
            path ->
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: %s\r\n\r\n"
                    .formatted(path, port, accept))
        .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)))
        .toList();
  }
}
