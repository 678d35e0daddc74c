package harbor.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final List<ExampleRoute> ROUTES =
      List.of(new ExampleRoute("/home"), new ExampleRoute("/products/{id}"));

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger seconds = new AtomicInteger();
  private final InstantSource clock = () -> Instant.ofEpochSecond(seconds.get());
  private HttpServer bff;
  private boolean isDegraded;
  private int secondsOfPage;
  private int status = 200;

  @BeforeEach
  void startBff() throws IOException {
    bff = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    bff.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          seconds.addAndGet(secondsOfPage);
          if (isDegraded) {
            exchange.getResponseHeaders().add("X-Degraded", "offers");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    bff.start();
  }

  @AfterEach
  void stopBff() {
    bff.stop(0);
  }

  private void warm() {
    new WarmUp(List.of("HB1", "HB2"), clock).warm(bff.getAddress().getPort(), ROUTES);
  }

  @Test
  void page_isAskedOften_evenWhenItIsComplete() {
    warm();

    assertThat(asked).hasValue(2 * 40);
  }

  @Test
  void page_isAskedUntilItIsComplete_butNotForEver() {
    isDegraded = true;

    warm();

    assertThat(asked).hasValue(2 * 400);
  }

  /** It says so each time, and each time is a line in the audit log. */
  @Test
  void pageOfPeople_isAskedOnce() {
    status = 401;

    warm();

    assertThat(asked).hasValue(2);
  }

  @Test
  void slowStore_isNotWarmedUpForLongerThanHalfAMinute() {
    isDegraded = true;
    secondsOfPage = 1;

    warm();

    assertThat(asked).hasValue(31);
  }
}
