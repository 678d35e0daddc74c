package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import harbor.kit.testing.LogCapture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/**
 * Where requests of HTTP/1.1 end, byte by byte: no two readers on the way may see different ones.
 */
class Http1FramingIT {
  private static FramingBff bff;

  @BeforeAll
  static void start() throws Exception {
    bff = FramingBff.start();
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  /** The connection of each case ends as it must, and a client's mistake is nothing for the log. */
  @Test
  void everyConnection_endsAsItMust() throws Exception {
    List<FramingCase> cases = FramingCase.all();
    Map<FramingCase, Future<String>> endings = new LinkedHashMap<>();

    try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
      // At the same time: Armeria lets a connection that it wants closed stay for three seconds.
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        cases.forEach(one -> endings.put(one, clients.submit(() -> one.ending(bff.port()))));
      }
      assertThat(log.lines())
          .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
          .isEmpty();
    }

    assertThat(cases).hasSizeGreaterThan(150);
    SoftAssertions softly = new SoftAssertions();
    for (FramingCase one : cases) {
      Future<String> ending = endings.get(one);
      softly
          .assertThat(ending)
          .as(one.toString())
          .succeedsWithin(Duration.ZERO)
          .isEqualTo(one.expected());
    }
    softly.assertAll();
  }

  /** The counter-test: Armeria by itself hears requests in bodies, and cannot say which host. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: \"chunked\""
      })
  void withoutTheGuard_oneRequestIsTwo(String coding) throws Exception {
    try (Server server = unguarded()) {
      String ending =
          new FramingCase("", "POST /echo HTTP/1.1|{h}" + coding + "||{get}")
              .ending(server.activeLocalPort());

      assertThat(ending).isEqualTo("200: 200 open");
    }
  }

  private static Server unguarded() {
    Server server =
        Server.builder()
            .http(0)
            .service("/echo", FramingBff.ECHO)
            .service("/things/{id}", (ctx, _) -> HttpResponse.of(ctx.pathParam("id")))
            .build();
    server.start().join();
    return server;
  }
}
