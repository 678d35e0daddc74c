package harbor.kit.bff.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.opentelemetry.api.common.AttributeKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class EventsServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Of so large states that no socket's buffers hold them all. */
  private static final int CHANGES = 60;

  private static final String LAMP = "/events?products=lamp";

  @Test
  void stream_saysThatNothingMayHoldItBack_andIsNotCoded() {
    try (EventsBff bff = EventsBff.start();
        SocketClient client =
            new SocketClient(
                bff.port(),
                "GET",
                LAMP,
                "accept: text/event-stream",
                "accept-encoding: gzip, br")) {
      String head = client.until("\r\n\r\n");

      assertThat(head)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("content-type: text/event-stream\r\n")
          .contains("cache-control: no-store, no-transform\r\n")
          .contains("x-accel-buffering: no\r\n")
          .contains("x-schema-version: google.rpc.BadRequest.FieldViolation; 0.")
          .doesNotContain("content-encoding", "content-length");
      assertThat(client.until("data: ")).containsPattern("retry: [12]\\d\\d\\d\n");
    }
  }

  @Test
  void change_isSentAtOnce_toWhoNamedIt() {
    try (EventsBff bff = EventsBff.start();
        SocketClient client = new SocketClient(bff.port(), "GET", LAMP + "&products=desk")) {
      client.until("\"lamp\"");
      client.until("\"desk\"");
      bff.change("other");
      bff.change("lamp");

      assertThat(client.until("\"description\":\"1\"")).doesNotContain("other");
    }
  }

  @Test
  void protobuf_whenTheClientWantsIt() throws IOException {
    try (EventsBff bff = EventsBff.start()) {
      bff.change("lamp");
      Received received = new Received();
      HttpResponse response = get(bff, "application/x-protobuf");
      response.subscribe(received);
      await().atMost(PATIENCE).until(() -> received.views().size() >= 2);

      assertThat(received.views().get(1).getField()).isEqualTo("lamp");
      assertThat(received.views().get(1).getReason()).endsWith(".t1");
      response.abort();
    }
  }

  /** Whatever decides which traces are kept waits for seconds, and a stream lasts for hours. */
  @Test
  void requestOfAStream_isTracedAndTimed_whileTheStreamIsOpen() {
    try (EventsBff bff = EventsBff.start();
        SocketClient client = new SocketClient(bff.port(), "GET", LAMP)) {
      client.until("\"lamp\"");

      await().until(() -> !bff.spans().isEmpty());
      assertThat(bff.streams()).isEqualTo(1);
      assertThat(bff.spans())
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.getName()).isEqualTo("GET /events");
                assertThat(
                        span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                    .isEqualTo(200);
              });
      assertThat(bff.metrics())
          .contains("harbor_bff_stream_open_seconds_count{http_route=\"/events\",")
          .doesNotContain("http_server_request_duration_seconds");
    }
  }

  /** The counter-test: one that is refused is a request like any other. */
  @Test
  void refusedStream_isARequest() {
    try (EventsBff bff = EventsBff.start();
        SocketClient client =
            new SocketClient(
                bff.port(),
                "GET",
                "/events",
                "accept: text/event-stream, application/json;q=0.5")) {
      client.until("}}");

      await()
          .untilAsserted(
              () ->
                  assertThat(bff.metrics())
                      .contains("http_response_status_code=\"400\",http_route=\"/events\"")
                      .doesNotContain("harbor_bff_stream"));
    }
  }

  static Stream<String> malformed() {
    return Stream.of(
        "/events",
        "/events?products=",
        "/events?products=lamp%2Fdesk",
        "/events?products=lamp&products=%20",
        "/events?products=" + "x".repeat(65),
        "/events?" + products(51));
  }

  private static String products(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "products=p" + i)
        .collect(Collectors.joining("&"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedKeys_areRefused_byName(String path) {
    try (EventsBff bff = EventsBff.start();
        SocketClient client =
            new SocketClient(
                bff.port(), "GET", path, "accept: text/event-stream, application/json;q=0.5")) {
      assertThat(client.until("}}"))
          .startsWith("HTTP/1.1 400 ")
          .contains("INVALID_ARGUMENT", "products is malformed", "1 to 50 ids");
      assertThat(bff.streams()).isZero();
    }
  }

  @Test
  void fiftyKeys_areFine_andAnUnusableIdIsNoFault() {
    try (EventsBff bff = EventsBff.start();
        SocketClient client =
            new SocketClient(bff.port(), "GET", "/events?lastEventId=%ff~%20&" + products(50))) {
      assertThat(client.until("\"p49\"")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void otherMethodsAndMediaTypes_areRefused() {
    try (EventsBff bff = EventsBff.start();
        SocketClient post = new SocketClient(bff.port(), "POST", LAMP, "accept: application/json");
        SocketClient page = new SocketClient(bff.port(), "GET", LAMP, "accept: text/html")) {
      assertThat(post.until("METHOD_NOT_ALLOWED"))
          .startsWith("HTTP/1.1 405 ")
          .contains("allow: GET");
      assertThat(page.until("NOT_ACCEPTABLE")).startsWith("HTTP/1.1 406 ");
    }
  }

  @Test
  void lastId_isTakenFromTheHeader_otherwiseFromTheQuery() {
    try (EventsBff bff = EventsBff.start()) {
      bff.change("lamp");
      String id;
      try (SocketClient client = new SocketClient(bff.port(), "GET", LAMP)) {
        String got = client.until("\"description\":\"1\"");
        id = got.substring(got.indexOf("\nid: ") + 5, got.indexOf("\nevent"));
      }
      try (SocketClient header =
              new SocketClient(
                  bff.port(), "GET", LAMP + "&lastEventId=old", "last-event-id: " + id);
          SocketClient query = new SocketClient(bff.port(), "GET", LAMP + "&lastEventId=" + id);
          SocketClient old = new SocketClient(bff.port(), "GET", LAMP + "&lastEventId=old")) {
        old.until("\"description\":\"1\"");
        header.until("retry");
        query.until("retry");
        bff.change("lamp");

        assertThat(header.until("\"description\":\"2\"")).doesNotContain("\"description\":\"1\"");
        assertThat(query.until("\"description\":\"2\"")).doesNotContain("\"description\":\"1\"");
      }
    }
  }

  @Test
  void streamsOverTheLimit_areRefused_untilOneLeaves() {
    try (EventsBff bff = EventsBff.start(2);
        SocketClient first = new SocketClient(bff.port(), "GET", LAMP);
        SocketClient second = new SocketClient(bff.port(), "GET", LAMP)) {
      first.until("retry");
      second.until("retry");
      try (SocketClient third =
          new SocketClient(bff.port(), "GET", LAMP, "accept: text/event-stream")) {
        assertThat(third.until("UNAVAILABLE"))
            .startsWith("HTTP/1.1 503 ")
            .containsPattern("retry-after: [1-5]\r\n");
      }
      first.leaves();
      await().atMost(PATIENCE).until(() -> bff.streams() == 1);
      try (SocketClient fourth = new SocketClient(bff.port(), "GET", LAMP)) {
        assertThat(fourth.until("retry")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  /** The counter-test is the request that is ended: it began after the stream. */
  @Test
  void stream_outlivesTheTimeOfRequests() {
    try (EventsBff bff = EventsBff.start();
        SocketClient stream = new SocketClient(bff.port(), "GET", LAMP)) {
      stream.until("retry");
      try (SocketClient request = new SocketClient(bff.port(), "GET", "/never")) {
        assertThat(request.until("TIMEOUT")).startsWith("HTTP/1.1 504 ");
      }
      bff.change("lamp");

      stream.until("\"description\":\"1\"");
    }
  }

  @Test
  void clientThatLeaves_leavesNothing() {
    try (EventsBff bff = EventsBff.start();
        SocketClient stays = new SocketClient(bff.port(), "GET", "/events?products=desk")) {
      stays.until("retry");
      SocketClient gone = new SocketClient(bff.port(), "GET", LAMP);
      gone.until("retry");
      HttpResponse reset = get(bff, "text/event-stream");
      Received received = new Received();
      reset.subscribe(received);
      await().atMost(PATIENCE).until(() -> bff.streams() == 3);
      assertThat(bff.keys()).isEqualTo(2);

      reset.abort();
      await().atMost(PATIENCE).until(() -> bff.streams() == 2);
      gone.leaves();
      await().atMost(PATIENCE).until(() -> bff.streams() == 1);

      assertThat(bff.keys()).isEqualTo(1);
    }
  }

  @Test
  void stoppingServer_endsStreamsCleanly() {
    try (EventsBff bff = EventsBff.start();
        SocketClient client = new SocketClient(bff.port(), "GET", LAMP)) {
      client.until("\"lamp\"");
      Thread stopping = Thread.ofVirtual().start(bff::closeServer);

      assertThat(client.all()).endsWith("\n\n\r\n0\r\n\r\n");
      await().atMost(PATIENCE).until(() -> !stopping.isAlive());
      assertThat(bff.streams()).isZero();
      assertThat(bff.keys()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31})
  void clientThatTakesNothing_isDroppedAfter30Seconds_andHarmsNobody(int seconds) {
    try (EventsBff bff = EventsBff.startWithLargeEvents();
        SocketClient slow = new SocketClient(bff.port(), "GET", LAMP);
        SocketClient fast = new SocketClient(bff.port(), "GET", LAMP)) {
      fast.until("\"description\":\"?");
      slow.until("retry");
      for (int i = 1; i <= CHANGES; i++) {
        bff.change("lamp");
        fast.next("\"description\":\"" + i + " ");
      }
      assertThat(bff.streams()).isEqualTo(2);
      bff.skip(Duration.ofSeconds(seconds));
      if (seconds > 0) {
        await().atMost(PATIENCE).until(() -> bff.streams() == 1);
        assertThat(bff.dropped()).isEqualTo(1);
      } else {
        String got = slow.until("\"description\":\"" + CHANGES + " ");
        assertThat(got.split("event: product", -1).length).isLessThan(CHANGES);
        assertThat(bff.dropped()).isZero();
      }
      bff.change("lamp");
      fast.next("\"description\":\"" + (CHANGES + 1) + " ");
    }
  }

  private static HttpResponse get(EventsBff bff, String accept) {
    return WebClient.builder("h2c://127.0.0.1:" + bff.port())
        .responseTimeoutMillis(0)
        .maxResponseLength(0)
        .build()
        .execute(RequestHeaders.of(HttpMethod.GET, LAMP, "accept", accept));
  }

  private static final class Received implements Subscriber<HttpObject> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void onSubscribe(Subscription s) {
      s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
      if (object instanceof HttpData data) {
        bytes.writeBytes(data.array());
      }
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onComplete() {}

    List<FieldViolation> views() throws IOException {
      ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
      List<FieldViolation> views = new ArrayList<>();
      while (in.available() > 0) {
        views.add(FieldViolation.parseDelimitedFrom(in));
      }
      return views;
    }
  }
}
