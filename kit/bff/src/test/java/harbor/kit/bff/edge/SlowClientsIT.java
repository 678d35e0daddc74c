package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.bff.plan.Page;
import harbor.kit.testing.fuzz.Frames;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that send or read too slowly, at a BFF that has little patience; and, as counter-tests,
 * at one that has much.
 */
class SlowClientsIT {
  private static final int ENOUGH_TO_FILL_ANY_BUFFER = 64 * 1024 * 1024;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int CALM = 0xb;

  private static final BlockingQueue<ServiceRequestContext> LARGE = new LinkedBlockingQueue<>();
  private static final Map<String, HttpService> SERVICES =
      Map.of("/reads", (_, request) -> reads(request), "/large", (ctx, _) -> large(ctx));

  private static TestBff hasty;
  private static TestBff patient;

  @BeforeAll
  static void start() {
    hasty = TestBff.start(patience(Duration.ofMillis(200)), SERVICES);
    patient = TestBff.start(patience(Duration.ofMinutes(5)), SERVICES);
  }

  @AfterAll
  static void stop() {
    hasty.close();
    patient.close();
  }

  @Test
  void head_thatDoesNotCome_is408_andTheEnd() throws Exception {
    try (Socket slow = begin(hasty, "GET /things/lamp HTTP/1.1\r\nHost: local");
        Socket taken = begin(patient, "GET /things/lamp HTTP/1.1\r\nHost: local")) {
      Answer answer = RawHttp.read(slow.getInputStream(), false);

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(answer.body()).contains("REQUEST_TIMEOUT").contains(answer.header("x-trace-id"));
      assertThat(slow.getInputStream().read()).as("closed").isNegative();

      send(taken, "host\r\n\r\n");
      assertThat(RawHttp.read(taken.getInputStream(), false).status()).isEqualTo(200);
    }
  }

  @Test
  void head_ofALaterRequest_thatDoesNotCome_is408() throws Exception {
    try (Socket slow = begin(hasty, RawHttp.head("GET", "/things/lamp"))) {
      assertThat(RawHttp.read(slow.getInputStream(), false).status()).isEqualTo(200);

      send(slow, "GET /things");

      assertThat(RawHttp.read(slow.getInputStream(), false).status()).isEqualTo(408);
      assertThat(slow.getInputStream().read()).as("closed").isNegative();
    }
  }

  @Test
  void body_thatDoesNotCome_is408() throws Exception {
    String start = RawHttp.head("POST", "/reads", "Content-Length: 2") + "x";
    try (Socket slow = begin(hasty, start);
        Socket taken = begin(patient, start)) {
      Answer answer = RawHttp.read(slow.getInputStream(), false);

      assertThat(answer.status()).isEqualTo(408);

      send(taken, "x");
      assertThat(RawHttp.read(taken.getInputStream(), false).status()).isEqualTo(200);
    }
  }

  @Test
  void answer_thatIsNotTaken_endsTheConnection_andWhatRunsForIt() throws Exception {
    String request = RawHttp.head("GET", "/large");
    try (Socket _ = begin(patient, request)) {
      ServiceRequestContext taken = next();
      try (Socket _ = begin(hasty, request)) {
        ServiceRequestContext slow = next();

        await().until(() -> slow.log().isComplete());

        assertThat(slow.log().ensureComplete().responseCause()).isNotNull();
        assertThat(taken.log().isComplete()).isFalse();
        assertThat(hasty.metrics())
            .containsPattern("harbor_bff_slow_clients_total\\{[^}]*slow=\"reads\"[^}]*} [1-9]");
        assertThat(patient.metrics())
            .containsPattern("harbor_bff_slow_clients_total\\{[^}]*slow=\"reads\"[^}]*} 0.0");
      }
    }
  }

  @Test
  void headerBlock_thatDoesNotEnd_isTheEnd() throws Exception {
    byte[] begun = Frames.joined(Frames.PREFACE, Frames.frame(HEADERS, 0, 1, request("/things/a")));
    try (Socket slow = begin(hasty, begun);
        Socket taken = begin(patient, begun)) {
      assertThat(lastGoAway(slow)).isEqualTo(CALM);
      assertThat(hasty.metrics())
          .containsPattern("harbor_bff_slow_clients_total\\{[^}]*slow=\"sends\"[^}]*} [1-9]");

      taken.getOutputStream().write(endOfRequest());
      assertThat(nextOf(taken, HEADERS)).isPositive();
    }
  }

  /** It says that it is a whole block, of which a part comes. */
  @Test
  void headersFrame_thatDoesNotEnd_isTheEnd() throws Exception {
    byte[] whole =
        Frames.frame(HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, request("/things/lamp"));
    byte[] begun = Frames.joined(Frames.PREFACE, Arrays.copyOf(whole, whole.length - 1));
    try (Socket slow = begin(hasty, begun);
        Socket taken = begin(patient, begun)) {
      assertThat(lastGoAway(slow)).isEqualTo(CALM);

      taken.getOutputStream().write(whole, whole.length - 1, 1);
      assertThat(nextOf(taken, HEADERS)).isPositive();
    }
  }

  @Test
  void headerBlock_ofTooManyFrames_isTheEnd() throws Exception {
    byte[] empty = Frames.frame(CONTINUATION, 0, 1, new byte[0]);
    byte[] begun = Frames.joined(Frames.PREFACE, Frames.frame(HEADERS, 0, 1, request("/things/a")));
    try (Socket flood = begin(patient, begun);
        Socket split = begin(patient, begun)) {
      for (int i = 0; i < 15; i++) {
        flood.getOutputStream().write(empty);
        split.getOutputStream().write(empty);
      }
      flood.getOutputStream().write(Frames.joined(empty, empty));
      split.getOutputStream().write(endOfRequest());

      assertThat(lastGoAway(flood)).isEqualTo(CALM);
      assertThat(nextOf(split, HEADERS)).isPositive();
    }
  }

  @Test
  void answer_thatGetsNoWindow_isReset_andTheConnectionGoesOn() throws Exception {
    byte[] noWindow = Frames.frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
    byte[] asked =
        Frames.joined(
            Frames.PREFACE,
            noWindow,
            Frames.frame(
                HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, request("/things/lamp")));
    try (Socket slow = begin(hasty, asked);
        Socket taken = begin(patient, asked)) {
      assertThat(nextOf(slow, HEADERS)).isPositive();
      assertThat(nextOf(slow, RST_STREAM)).isPositive();
      slow.getOutputStream()
          .write(
              Frames.joined(
                  Frames.frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 127, 127}),
                  Frames.frame(
                      HEADERS,
                      Frames.END_HEADERS | Frames.END_STREAM,
                      3,
                      request("/things/lamp"))));
      assertThat(nextOf(slow, DATA)).isPositive();

      assertThat(nextOf(taken, HEADERS)).isPositive();
      taken.getOutputStream().write(Frames.frame(WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 127, 127}));
      assertThat(nextOf(taken, DATA)).isPositive();
    }
  }

  /** Eight are answered, the ninth is refused; once they are taken there is room again. */
  @Test
  void clientThatLeavesAnswers_isRefusedMore_untilItTakesThem() throws Exception {
    byte[] noWindow = Frames.frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
    try (Socket client = begin(patient, Frames.joined(Frames.PREFACE, noWindow))) {
      for (int stream = 1; stream < 17; stream += 2) {
        client.getOutputStream().write(get(stream));
        assertThat(nextOf(client, HEADERS)).isPositive();
      }

      client.getOutputStream().write(get(17));
      assertThat(nextOf(client, RST_STREAM)).isPositive();

      client
          .getOutputStream()
          .write(Frames.frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 127, 127}));
      for (int taken = 0; taken < 8; taken++) {
        assertThat(nextOf(client, DATA)).isPositive();
      }
      client.getOutputStream().write(get(19));
      assertThat(nextOf(client, HEADERS)).isPositive();
    }
  }

  private static byte[] get(int stream) {
    return Frames.frame(
        HEADERS, Frames.END_HEADERS | Frames.END_STREAM, stream, request("/things/lamp"));
  }

  @Test
  void screenThatHangs_isEndedWithItsRoute() throws Exception {
    CompletableFuture<Page<FieldViolation>> never = new CompletableFuture<>();
    patient.screenDoes((_, _) -> never);
    try (Socket other = begin(patient, RawHttp.head("GET", "/things/lamp"))) {
      Answer answer = RawHttp.request(patient.port(), "GET", "/brief/lamp");

      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.body()).contains("TIMEOUT");
      // The same screen on a route with more time.
      assertThat(other.getInputStream().available()).isZero();
    } finally {
      patient.screenDoes((_, id) -> TestBff.ready(id));
    }
  }

  @Test
  void connections_areNoMoreThanAllowed() throws Exception {
    OverloadSettings two =
        new OverloadSettings(Duration.ofSeconds(10), 10, 2, Duration.ofSeconds(10), List.of());
    try (TestBff bff = TestBff.start(two, Map.of());
        Socket first = begin(bff, RawHttp.head("GET", "/things/lamp"));
        Socket second = begin(bff, RawHttp.head("GET", "/things/lamp"))) {
      assertThat(RawHttp.read(first.getInputStream(), false).status()).isEqualTo(200);
      assertThat(RawHttp.read(second.getInputStream(), false).status()).isEqualTo(200);

      try (Socket third = RawHttp.open(bff.port())) {
        assertThat(isClosed(third)).isTrue();
      }
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static OverloadSettings patience(Duration time) {
    return new OverloadSettings(Duration.ofSeconds(10), 100, 1_000, time, List.of());
  }

  private static Socket begin(TestBff bff, String bytes) throws IOException {
    Socket socket = RawHttp.open(bff.port());
    send(socket, bytes);
    return socket;
  }

  private static Socket begin(TestBff bff, byte[] bytes) throws IOException {
    Socket socket = RawHttp.open(bff.port());
    socket.getOutputStream().write(bytes);
    return socket;
  }

  private static byte[] request(String path) {
    return Frames.block(
        ":method", "GET", ":scheme", "http", ":path", path, ":authority", "localhost");
  }

  private static byte[] endOfRequest() {
    return Frames.joined(
        Frames.frame(CONTINUATION, Frames.END_HEADERS, 1, new byte[0]),
        Frames.frame(DATA, Frames.END_STREAM, 1, new byte[0]));
  }

  /** The code of the frame that says so; the connection is closed then. */
  private static int lastGoAway(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int code = -1;
    while (frame(in, GO_AWAY) >= 0) {
      in.readInt();
      code = in.readInt();
    }
    return code;
  }

  /** The length of the next frame of a type, which is read; negative when there is none. */
  private static int nextOf(Socket socket, int type) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = frame(in, type);
    in.skipNBytes(Math.max(0, length));
    return length;
  }

  /** Reads the header of the next frame of a type, over others. */
  private static int frame(DataInputStream in, int type) throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = first << 16 | in.readUnsignedShort();
      int found = in.readUnsignedByte();
      in.skipNBytes(5);
      if (found == type) {
        return length;
      }
      in.skipNBytes(length);
    }
    return -1;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  private static ServiceRequestContext next() throws InterruptedException {
    ServiceRequestContext ctx = LARGE.poll(10, TimeUnit.SECONDS);
    if (ctx == null) {
      throw new AssertionError("No request came");
    }
    return ctx;
  }

  private static HttpResponse reads(HttpRequest request) {
    return HttpResponse.of(request.aggregate().thenApply(_ -> HttpResponse.of(200)));
  }

  /** An answer without a time of its own, like a stream of events. */
  private static HttpResponse large(ServiceRequestContext ctx) {
    ctx.clearRequestTimeout();
    LARGE.add(ctx);
    HttpResponseWriter writer = HttpResponse.streaming();
    writer.write(ResponseHeaders.of(200));
    writer.write(HttpData.wrap(new byte[ENOUGH_TO_FILL_ANY_BUFFER]));
    return writer;
  }
}
