package harbor.identitydev;

import java.util.List;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers all of them but the length
 */
record Answer(int status, Map<String, List<String>> headers, String body) {
  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer page(String html) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", List.of("text/html; charset=utf-8"),
            "Content-Security-Policy",
                List.of("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")),
        html);
  }

  static Answer refused(int status, String sentence) {
    return new Answer(
        status, Map.of("Content-Type", List.of("text/plain; charset=utf-8")), sentence + "\n");
  }
}
