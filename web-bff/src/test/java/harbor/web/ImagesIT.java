package harbor.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.scripted.ScriptedStore;
import harbor.scripted.Visitor.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesIT {
  @RegisterExtension private static final ScriptedStore STORE = WebStore.patient();

  @ParameterizedTest
  @ValueSource(ints = {120, 400, 1920})
  void picture_isAnSvg_inEachSize(int size) {
    Answer answer = STORE.visitor().get("/i/mug/HB1001/3-" + size + ".svg");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("image/svg+xml");
    assertThat(answer.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(answer.header("content-security-policy")).startsWith("default-src 'none'");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.text()).startsWith("<svg").contains("width=\"" + size + "\"");
  }

  @Test
  void picture_isForTheAskerAlone_whenItAnswersWithTheAskersId() {
    Answer answer =
        STORE.visitor().get("/i/mug/HB1001/3-400.svg", "x-correlation-id", "mine-alone");

    assertThat(answer.header("x-correlation-id")).isEqualTo("mine-alone");
    assertThat(answer.header("cache-control")).isEqualTo("private, max-age=31536000, immutable");
  }

  @Test
  void picture_hasOnlyHeaders_whenAskedByHead() {
    String path = "/i/mug/HB1001/3-400.svg";

    Answer head = STORE.visitor().send("HEAD", path);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("content-length"))
        .isEqualTo(Integer.toString(STORE.visitor().get(path).body().length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/i/zeppelin/HB1001/1-400.svg",
        "/i/mug/HB1001/1-401.svg",
        "/i/mug/HB1001/0-400.svg",
        "/i/mug/HB1001/21-400.svg",
        "/i/mug/HB1001/1-400.png",
        "/i/mug.svg",
        "/i/",
        "/i/mug/%3Cscript%3E/1-400.svg",
      })
  void problem_is404_whenThereIsNoSuchPicture(String path) {
    Answer answer = STORE.visitor().get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.text()).contains("\"IMAGE_NOT_FOUND\"");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void problem_is405_whenTheMethodIsAnother(String method) {
    Answer answer = STORE.visitor().send(method, "/i/mug/HB1001/1-400.svg");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
    assertThat(answer.text()).contains("\"METHOD_NOT_ALLOWED\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/i/../images.svg",
        "/i/../../etc/passwd",
        "/i/%2e%2e/%2e%2e/etc/passwd",
        "/i/..%2f..%2fetc%2fpasswd",
        "/i/%252e%252e/etc/passwd",
        "/i/mug/../1-400.svg",
        "/i/mug/..%2f../1-400.svg",
        "/i/mug/HB1001/..%5c1-400.svg",
        "/i/mug/HB1001/1-400.svg%00.png",
        "//i/../etc/passwd",
      })
  void path_leadsNowhere_whenItClimbs(String path) throws IOException {
    String answer = raw(path);

    assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404) .*");
    assertThat(answer).doesNotContain("<svg", "root:", "Exception", "harbor.web.images");
  }

  /** As no client would send it: nothing of the path is made neat. */
  private static String raw(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), STORE.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
