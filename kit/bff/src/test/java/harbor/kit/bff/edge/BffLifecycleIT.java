package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest.FieldViolation;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.plan.Page;
import harbor.kit.runtime.StartFailed;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a BFF starts and stops. */
class BffLifecycleIT {
  @Test
  void requestUnderWay_isAnswered_whenTheServerCloses() throws Exception {
    try (TestBff bff = TestBff.start();
        Socket socket = RawHttp.open(bff.port())) {
      int port = bff.port();
      CompletableFuture<Page<FieldViolation>> page = new CompletableFuture<>();
      CountDownLatch asked = new CountDownLatch(1);
      bff.screenDoes(
          (_, _) -> {
            asked.countDown();
            return page;
          });
      socket.getOutputStream().write(RawHttp.head("GET", "/things/lamp").getBytes(ISO_8859_1));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Void> closed = CompletableFuture.runAsync(bff::closeServer);
      await().until(() -> isRefused(port));
      assertThat(closed).isNotDone();
      page.complete(new Page.Ready<>(TestBff.view("lamp"), List.of(), List.of()));
      Answer answer = RawHttp.read(socket.getInputStream(), false);

      assertThat(answer.status()).isEqualTo(200);
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void start_failsWithOneSentence_whenThePortIsInUse() {
    try (TestBff bff = TestBff.start()) {
      int port = bff.port();

      assertThatThrownBy(() -> TestBff.startOn(port).close())
          .isInstanceOf(StartFailed.class)
          .hasMessage(
              "test-bff cannot listen on port "
                  + port
                  + ": it is in use. Stop what listens there or set HARBOR_TEST_BFF_PORT.");
    }
  }

  private static boolean isRefused(int port) {
    try (Socket _ = RawHttp.open(port)) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
