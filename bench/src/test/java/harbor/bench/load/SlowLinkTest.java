package harbor.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowLinkTest {
  private static final long MILLI = 1_000_000;

  @Test
  void bytes_wait_forTheLink_andForThoseBeforeThem() {
    SlowLink.Direction direction = new SlowLink.Direction(40 * MILLI, 8_000_000);

    assertThat(direction.arrival(1_000, 0)).isEqualTo(41 * MILLI);
    assertThat(direction.arrival(1_000, 0)).isEqualTo(42 * MILLI);
    assertThat(direction.arrival(1_000, 10 * MILLI)).isEqualTo(51 * MILLI);
  }

  @Test
  void bytes_comeOut_asTheyWentIn_bothWays() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SlowLink link = new SlowLink(server.getLocalPort(), Duration.ofMillis(2), 8_000_000_000L);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
      byte[] question = "x".repeat(10_000).getBytes(US_ASCII);
      client.getOutputStream().write(question);
      client.shutdownOutput();
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(question);
        accepted.getOutputStream().write("answer".getBytes(US_ASCII));
      }
      assertThat(client.getInputStream().readAllBytes()).isEqualTo("answer".getBytes(US_ASCII));
    }
  }
}
