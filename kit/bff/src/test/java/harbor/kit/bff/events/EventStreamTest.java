package harbor.kit.bff.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest.FieldViolation;
import harbor.kit.bff.events.EventForm.Kind;
import harbor.kit.bff.plan.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final Optional<String> NOTHING = Optional.empty();

  private final VirtualTime time = new VirtualTime();
  private final ScriptedSource stock = new ScriptedSource(time, "inventory.stock");
  private final TestInstance bff = new TestInstance(time, stock);

  @Test
  void serverSentEvents_byteForByte() {
    stock.change("lamp");
    time.advance(ofMillis(100));
    TestClient client = TestClient.fast();
    bff.connect(client, NOTHING, "desk", "lamp");
    time.advance(ofMillis(100));
    String id = client.lastId().orElseThrow();

    assertThat(id).matches("[A-Za-z0-9_-]{11}\\.t1");
    assertThat(String.join("", client.chunks()))
        .isEqualTo(
            """
            retry: 1500

            event: product
            data: {"field":"desk","description":"?","reason":""}

            id: %s
            event: product
            data: {"field":"lamp","description":"1","reason":""}

            """
                .formatted(id));
  }

  @Test
  void protobuf_eachViewAfterItsLength_theIdInTheLast() throws IOException {
    stock.change("lamp");
    time.advance(ofMillis(100));
    ByteClient client = new ByteClient();
    bff.connect(client.client, Kind.PROTOBUF, NOTHING, "desk", "lamp");
    time.advance(ofMillis(100));

    List<FieldViolation> views = client.views();
    assertThat(views.getFirst()).isEqualTo(FieldViolation.getDefaultInstance());
    assertThat(views.get(1))
        .isEqualTo(FieldViolation.newBuilder().setField("desk").setDescription("?").build());
    assertThat(views.get(2).getField()).isEqualTo("lamp");
    assertThat(views.get(2).getReason()).endsWith(".t1");
    assertThat(views).hasSize(3);
  }

  @Test
  void heartbeat_comesEvery15Seconds_andBringsANewerId() {
    TestClient client = TestClient.fast();
    bff.connect(client, NOTHING, "lamp");
    time.advance(ofSeconds(14));
    int before = client.chunks().size();
    time.advance(ofSeconds(1));
    assertThat(client.chunks().subList(before, client.chunks().size())).containsExactly(":\n\n");

    stock.change("other");
    time.advance(ofSeconds(15));
    String id = client.lastId().orElseThrow();
    assertThat(id).endsWith(".t1");
    assertThat(client.chunks().getLast()).isEqualTo("id: " + id + "\n\n");

    time.advance(ofSeconds(15));
    assertThat(client.chunks().getLast()).isEqualTo(":\n\n");
    assertThat(client.chunks()).hasSize(before + 3);
  }

  @Test
  void heartbeat_ofProtobuf_isAnEmptyMessage() throws IOException {
    ByteClient client = new ByteClient();
    bff.connect(client.client, Kind.PROTOBUF, NOTHING, "lamp");
    time.advance(ofSeconds(31));

    assertThat(client.views()).hasSize(4);
    assertThat(client.views().getLast()).isEqualTo(FieldViolation.getDefaultInstance());
  }

  @Test
  void slowReader_getsTheLastStateOfEachKey_once_andHarmsNobody() {
    TestClient slow = TestClient.slow();
    TestClient fast = TestClient.fast();
    bff.connect(slow, NOTHING, "desk", "lamp");
    bff.connect(fast, NOTHING, "desk", "lamp");
    for (int i = 0; i < 100; i++) {
      stock.change("lamp");
      time.advance(ofMillis(50));
    }
    stock.change("desk");
    time.advance(ofMillis(100));

    assertThat(slow.events()).isEmpty();
    assertThat(fast.events()).hasSize(102);

    // the greeting, then what there is
    slow.takesOne();
    slow.takesOne();

    assertThat(slow.events())
        .containsExactly(new TestClient.Event("desk", "1"), new TestClient.Event("lamp", "100"));
    assertThat(slow.lastId()).isEqualTo(fast.lastId());
  }

  @Test
  void whoTakesNothingFor30Seconds_isDropped_andOthersStay() {
    TestClient slow = TestClient.slow();
    TestClient fast = TestClient.fast();
    bff.connect(slow, NOTHING, "lamp");
    bff.connect(fast, NOTHING, "lamp");
    time.advance(ofSeconds(29));
    assertThat(slow.failure()).isNull();
    assertThat(bff.loop.size()).isEqualTo(2);

    time.advance(ofSeconds(2));
    assertThat(slow.failure()).isNotNull();
    assertThat(bff.dropped()).isEqualTo(1);
    assertThat(bff.loop.size()).isEqualTo(1);
    assertThat(bff.live.size()).isEqualTo(1);

    time.advance(ofMinutes(2));
    assertThat(fast.failure()).isNull();
  }

  @Test
  void whoTakesSomethingNowAndThen_isNotDropped() {
    TestClient slow = TestClient.slow();
    bff.connect(slow, NOTHING, "lamp");
    for (int i = 0; i < 20; i++) {
      time.advance(ofSeconds(20));
      slow.takesOne();
    }

    assertThat(slow.failure()).isNull();
    assertThat(bff.dropped()).isZero();
  }

  @Test
  void end_isClean_andLeavesNothing() {
    List<TestClient> clients =
        IntStream.range(0, 40)
            .mapToObj(
                i -> {
                  TestClient client = i % 2 == 0 ? TestClient.fast() : TestClient.slow();
                  bff.connect(client, NOTHING, "lamp", "lamp" + i);
                  time.advance(ofMillis(333));
                  return client;
                })
            .toList();
    bff.stops();
    TestClient late = TestClient.fast();
    bff.connect(late, NOTHING, "lamp");
    time.advance(ofSeconds(2));

    assertThat(late.isComplete()).isTrue();
    assertThat(clients).allMatch(TestClient::isComplete);
    assertThat(clients).allMatch(client -> client.failure() == null);
    assertThat(bff.live.size()).isZero();
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void viewThatFails_endsItsStream_andHarmsNobody() {
    TestClient broken = TestClient.fast();
    TestClient whole = TestClient.fast();
    bff.connect(broken, NOTHING, TestInstance.WITHOUT_VIEW, "lamp");
    bff.connect(whole, NOTHING, "lamp");
    time.advance(ofMillis(100));

    assertThat(broken.failure()).hasMessage("no view");
    assertThat(whole.versions()).containsExactly("?");
    assertThat(bff.live.size()).isEqualTo(1);
    assertThat(bff.loop.size()).isEqualTo(1);
  }

  @Test
  void aborted_isOver_once() {
    TestClient client = TestClient.fast();
    EventStream stream = bff.connect(client, NOTHING, "lamp");
    stream.abort();
    stream.abort();
    time.advance(ofSeconds(2));

    assertThat(client.failure()).isNotNull();
    assertThat(stream.whenComplete()).isCompletedExceptionally();
    assertThat(bff.live.size()).isZero();
    assertThat(bff.loop.size()).isZero();
  }

  /** Reads delimited messages. */
  private static final class ByteClient {
    final TestClient client = TestClient.fast();

    List<FieldViolation> views() throws IOException {
      ByteArrayInputStream in =
          new ByteArrayInputStream(String.join("", client.chunks()).getBytes(UTF_8));
      List<FieldViolation> views = new ArrayList<>();
      while (in.available() > 0) {
        views.add(FieldViolation.parseDelimitedFrom(in));
      }
      return views;
    }
  }
}
