package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.edge.FramingBff;
import harbor.kit.bff.edge.FramingCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The shipped nginx and a BFF see the same requests in the same bytes, whatever a client sends:
 * where they would not, one client's body were another's request.
 */
class SharedCacheFramingIT {
  @Test
  void noCase_isReadInTwoWays() throws Exception {
    try (FramingBff bff = FramingBff.start();
        SharedCache nginx = SharedCache.start(bff.port(), bff.port(), bff.port())) {
      assertThat(readInTwoWays(FramingCase.all(), nginx.webPort(), bff::things)).isEmpty();
    }
  }

  /** The counter-test: a server that takes bodies for requests. */
  @Test
  void serverThatHearsRequestsInBodies_isFoundOut() throws Exception {
    FramingCase smuggling = new FramingCase("", "POST /echo HTTP/1.1|{h}Content-Length: 73||{get}");
    try (BodyDeafServer server = new BodyDeafServer();
        SharedCache nginx = SharedCache.startNaive(server.port())) {
      assertThat(readInTwoWays(List.of(smuggling), nginx.webPort(), server::things))
          .containsExactly(smuggling.toString());
    }
  }

  /** Those after which a server was asked for another number of things than were answered. */
  private static List<String> readInTwoWays(List<FramingCase> cases, int port, IntSupplier things)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (FramingCase one : cases) {
      int before = things.getAsInt();
      String ending = one.ending(port);
      long answered =
          Stream.of(ending.split(" ", -1))
              .filter(said -> said.equals("200") || said.equals("open"))
              .count();
      if (things.getAsInt() - before != answered) {
        found.add(one.toString());
      }
    }
    return found;
  }
}
