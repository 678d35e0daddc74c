package harbor.kit.bff.overload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that ask for large answers and do not read them. */
class UnreadAnswersIT {
  /** More than the buffers of a connection hold. */
  private static final int LARGE = 8 * 1024 * 1024;

  private static final int BUFFER = 4 * 1024;

  private final List<ServiceRequestContext> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void oldestAnswer_makesRoom_andWhoReadsIsAnswered() throws Exception {
    UnreadAnswers two = new UnreadAnswers(2 * LARGE + LARGE / 2, closed::incrementAndGet);
    try (Server server = start(Server.builder().decorator(two::count));
        Socket first = ask(server, 1);
        Socket _ = ask(server, 2)) {
      assertThat(read(server)).isEqualTo(LARGE);
      await().until(() -> asked.getFirst().log().isComplete());

      assertThat(asked.getFirst().log().ensureComplete().responseCause()).isNotNull();
      assertThat(asked.get(1).log().isComplete()).isFalse();
      assertThat(closed).hasValue(1);
      assertThat(first.getInputStream().readAllBytes().length).isLessThan(LARGE);

      // What was taken, or is no more, takes no room.
      for (int i = 0; i < 5; i++) {
        assertThat(read(server)).isEqualTo(LARGE);
      }
      assertThat(asked.get(1).log().isComplete()).isFalse();
    }
  }

  @Test
  void pipelinedAnswers_areTheirConnections() throws Exception {
    UnreadAnswers two = new UnreadAnswers(2 * LARGE + LARGE / 2, closed::incrementAndGet);
    try (Server server = start(Server.builder().decorator(two::count));
        Socket greedy = ask(server, 1)) {
      send(greedy, 9);

      await()
          .until(() -> asked.size() > 2 && asked.stream().allMatch(one -> one.log().isComplete()));

      assertThat(closed).hasValue(1);
    }
  }

  /** The counter-test: all are kept, however many, and can be read later. */
  @Test
  void everyAnswer_isKept_withoutLimits() throws Exception {
    try (Server server = start(Server.builder());
        Socket first = ask(server, 1);
        Socket second = ask(server, 2);
        Socket third = ask(server, 3)) {
      for (Socket socket : List.of(first, second, third)) {
        assertThat(socket.getInputStream().readNBytes(LARGE)).hasSize(LARGE);
      }
    }
  }

  private Server start(ServerBuilder builder) {
    Server server =
        builder
            .http(0)
            .service(
                "/",
                (ctx, _) -> {
                  asked.add(ctx);
                  return AggregatedHttpResponse.of(
                          HttpStatus.OK, MediaType.OCTET_STREAM, HttpData.wrap(new byte[LARGE]))
                      .toHttpResponse();
                })
            .build();
    server.start().join();
    return server;
  }

  /** A connection that asks and does not read; once it is heard. */
  private Socket ask(Server server, int requests) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(BUFFER);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.activeLocalPort()));
    send(socket, 1);
    await().until(() -> asked.size() == requests);
    return socket;
  }

  private static void send(Socket socket, int requests) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(requests).getBytes(US_ASCII));
  }

  /** Asks and reads; gives how much. */
  private static int read(Server server) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.activeLocalPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      int head = new String(answer, 0, 1_000, US_ASCII).indexOf("\r\n\r\n");
      return answer.length - head - 4;
    }
  }
}
