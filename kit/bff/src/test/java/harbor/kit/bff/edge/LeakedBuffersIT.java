package harbor.kit.bff.edge;

import static harbor.kit.bff.edge.TestBff.ready;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.rpc.BadRequest.FieldViolation;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What a process does without in production: Netty follows every buffer, and says which of them
 * were thrown away without being released.
 */
class LeakedBuffersIT {
  private static final int TIMES = 50;
  private static final String LONG = "a text that becomes smaller when it is coded ".repeat(20);

  private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
  private final Level before = ResourceLeakDetector.getLevel();

  @BeforeEach
  void follow() {
    ResourceLeakDetector.setLevel(Level.PARANOID);
    reports.start();
    logger.addAppender(reports);
  }

  @AfterEach
  void stopFollowing() {
    logger.detachAppender(reports);
    ResourceLeakDetector.setLevel(before);
  }

  @Test
  void everyKindOfAnswer_releasesItsBuffers() throws Exception {
    try (TestBff bff = TestBff.start()) {
      for (int i = 0; i < TIMES; i++) {
        bff.screenDoes((_, id) -> ready(id));
        RawHttp.request(bff.port(), "GET", "/things/lamp");
        RawHttp.request(bff.port(), "HEAD", "/things/lamp");
        RawHttp.request(bff.port(), "POST", "/things/lamp");
        RawHttp.request(bff.port(), "GET", "/things/lamp", "If-None-Match: *");
        bff.screenDoes((_, _) -> ready(LONG));
        RawHttp.request(bff.port(), "GET", "/things/lamp", "Accept-Encoding: br");
        bff.screenDoes((_, _) -> unavailable());
        RawHttp.request(bff.port(), "GET", "/things/lamp");
        bff.screenDoes((_, _) -> new CompletableFuture<>());
        leave(bff.port(), RawHttp.head("GET", "/things/lamp"));
        leave(bff.port(), "GET /things/lamp HTTP/1.1\r\nHost: loc");
        RawHttp.send(bff.port(), RawHttp.head("GET", "/things/lamp", "X-Bad : 1"));
      }
    }
    assertThat(leaks()).isEqualTo(List.of());
  }

  @Test
  void counterTest_aBufferThatNobodyReleases_isReported() {
    leak("forgotten");
    assertThat(leaks()).singleElement().asString().contains("forgotten");
  }

  /**
   * What was reported so far. Netty reports what the garbage collector has found at the next
   * buffer: one more that is leaked on purpose shows that it has been through.
   */
  private List<String> leaks() {
    String last = "the last one " + System.nanoTime();
    leak(last);
    await().until(() -> reports().stream().anyMatch(report -> report.contains(last)));
    return reports().stream().filter(report -> !report.contains(last)).toList();
  }

  private List<String> reports() {
    System.gc();
    PooledByteBufAllocator.DEFAULT.buffer().release();
    synchronized (reports) {
      return reports.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  private static void leak(String hint) {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer();
    buffer.touch(hint);
  }

  private static CompletableFuture<Page<FieldViolation>> unavailable() {
    return CompletableFuture.completedFuture(
        new Page.Failed<>("catalog.thing", Miss.of(Status.Code.UNAVAILABLE, "")));
  }

  /** Sends a request, or a part of it, and is gone before it is answered. */
  private static void leave(int port, String bytes) throws Exception {
    try (Socket socket = RawHttp.open(port)) {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }
  }
}
