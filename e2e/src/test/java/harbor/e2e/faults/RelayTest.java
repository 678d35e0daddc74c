package harbor.e2e.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.e2e.faults.Relay.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay's troubles are what they say. */
class RelayTest {
  private ServerSocket echo;
  private Relay relay;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::repeat);
    relay = Relay.to(echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    echo.close();
  }

  private void repeat() {
    while (!echo.isClosed()) {
      try {
        Socket client = echo.accept();
        Thread.startVirtualThread(
            () -> {
              try (client) {
                client.getInputStream().transferTo(client.getOutputStream());
              } catch (IOException _) {
                // The client has gone.
              }
            });
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  @Test
  void bytes_arePassedOn_andGarbageInATrouble() throws IOException {
    try (Socket client = client()) {
      assertThat(said(client, "ping")).isEqualTo("ping");
      relay.turn(Trouble.GARBAGE);
      assertThat(said(client, "ping")).isEqualTo("gggg");
      relay.turn(Trouble.NONE);
      assertThat(said(client, "ping")).isEqualTo("ping");
    }
  }

  @Test
  void connections_end_andThereAreNone_whileItIsClosed() throws IOException {
    try (Socket client = client()) {
      assertThat(said(client, "ping")).isEqualTo("ping");
      relay.turn(Trouble.CLOSED);
      assertThat(client.getInputStream().read()).isNegative();
    }
    assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);

    relay.turn(Trouble.NONE);
    try (Socket client = client()) {
      assertThat(said(client, "ping")).isEqualTo("ping");
    }
  }

  @Test
  void bytes_waitForItsEnd_whileItHangs() throws IOException {
    relay.turn(Trouble.HANGING);
    try (Socket client = client()) {
      client.getOutputStream().write("ping".getBytes(US_ASCII));
      client.setSoTimeout(50);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      relay.turn(Trouble.NONE);
      client.setSoTimeout(30_000);
      assertThat(read(client, 4)).isEqualTo("ping");
    }
  }

  @Test
  void someConnections_end_whenItHasErrors() {
    relay.turn(Trouble.ERRORS);

    assertThatThrownBy(
            () -> {
              try (Socket client = client()) {
                for (int i = 0; i < 1_000; i++) {
                  assertThat(said(client, "ping")).isEqualTo("ping");
                }
              }
            })
        .isNotNull();
  }

  private Socket client() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  private static String said(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    return read(client, text.length());
  }

  private static String read(Socket client, int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), US_ASCII);
  }
}
