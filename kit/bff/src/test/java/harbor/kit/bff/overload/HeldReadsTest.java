package harbor.kit.bff.overload;

import static harbor.kit.bff.overload.Priority.NORMAL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection sends to a full BFF that has refused many already, in simulated time. */
class HeldReadsTest {
  private static final String GET = "GET /things/lamp HTTP/1.1\r\n\r\n";

  private final EmbeddedChannel time = new EmbeddedChannel();
  private final AtomicInteger held = new AtomicInteger();
  private long now;
  private final LoopGate gate =
      new LoopGate(time.eventLoop(), OverloadSettings.DEFAULTS, () -> now);
  private final EmbeddedChannel connection =
      new EmbeddedChannel(new HeldReads(gate, held::incrementAndGet));

  @BeforeEach
  void freeze() {
    time.freezeTime();
  }

  @Test
  void read_isHeld_untilThereIsRoom() {
    fill();
    refuse(20);

    send(GET);
    send("GET /things/more HTTP/1.1\r\n\r\n");
    assertThat(heard()).isNull();
    assertThat(connection.config().isAutoRead()).isFalse();
    assertThat(held).hasValue(1);

    gate.leave();
    pass(Duration.ofMillis(4));
    assertThat(heard()).isEqualTo(GET + "GET /things/more HTTP/1.1\r\n\r\n");
    assertThat(connection.config().isAutoRead()).isTrue();
  }

  @Test
  void read_isHeard_whenItsTurnComes() {
    fill();
    refuse(20);
    send(GET);

    pass(Duration.ofMillis(300));
    assertThat(heard()).as("twenty turns of 20 ms are in front").isNull();

    pass(Duration.ofMillis(200));
    assertThat(heard()).isEqualTo(GET);
  }

  /** Others have asked since: for what is fresh there is room. */
  @Test
  void readThatWasKeptForLong_isRefused_andTheNextOneLetIn() {
    List<Boolean> entered = new ArrayList<>();
    EmbeddedChannel late = entering(entered);
    fill();
    refuse(20);
    late.writeInbound(Unpooled.copiedBuffer(GET, ISO_8859_1));
    pass(Duration.ofMillis(418));
    assertThat(entered).isEmpty();

    gate.leave();
    pass(Duration.ofMillis(4));
    assertThat(entered).containsExactly(false);

    late.writeInbound(Unpooled.copiedBuffer(GET, ISO_8859_1));
    assertThat(entered).containsExactly(false, true);
  }

  /** Room alone makes it no fresher; the counter-test is who was kept for less. */
  @ParameterizedTest
  @CsvSource({"240, true", "260, false"})
  void readThatWasKept_isLetInWhereThereIsRoom_unlessItWasForLong(int millis, boolean isLetIn) {
    List<Boolean> entered = new ArrayList<>();
    EmbeddedChannel kept = entering(entered);
    fill();
    refuse(200);
    kept.writeInbound(Unpooled.copiedBuffer(GET, ISO_8859_1));
    pass(Duration.ofMillis(millis - 2));
    assertThat(entered).as("its turn is far away").isEmpty();

    gate.leave();
    pass(Duration.ofMillis(4));

    assertThat(entered).containsExactly(isLetIn);
  }

  /** A connection that asks to be let in with what is heard of it. */
  private EmbeddedChannel entering(List<Boolean> entered) {
    return new EmbeddedChannel(
        new HeldReads(gate, held::incrementAndGet),
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            entered.add(gate.enter(NORMAL, ctx.channel()));
            ReferenceCountUtil.release(bytes);
          }
        });
  }

  /** The counter-tests. */
  @Test
  void read_isHeard_whenThereIsRoom_orFewWereRefused() {
    send(GET);
    assertThat(heard()).isEqualTo(GET);

    fill();
    refuse(5);
    send(GET);
    assertThat(heard()).isEqualTo(GET);
    assertThat(held).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /cart HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", "GE", "\u0016"})
  void whatIsNoRead_isHeard(String bytes) {
    fill();
    refuse(20);

    send(bytes);

    assertThat(heard()).isEqualTo(bytes);
  }

  /** So that those who wait fill no memory. */
  @Test
  void reads_areHeard_whenMuchIsHeld() {
    fill();
    refuse(20);
    String large = GET + "x".repeat(1024 * 1024);
    for (int i = 0; i < 15; i++) {
      new EmbeddedChannel(new HeldReads(gate, held::incrementAndGet))
          .writeInbound(Unpooled.copiedBuffer(large, ISO_8859_1));
    }
    assertThat(held).hasValue(15);

    send(large);
    assertThat(heard()).hasSize(large.length());

    pass(Duration.ofSeconds(2));
    send(GET);
    assertThat(heard()).as("all were heard meanwhile").isEqualTo(GET);
    refuse(20);
    send(large);
    assertThat(heard()).isNull();
  }

  @Test
  void connectionWithARequestUnderWay_isHeard() {
    assertThat(gate.enter(NORMAL, connection)).isTrue();
    fill();
    refuse(20);

    send(GET);

    assertThat(heard()).isEqualTo(GET);
  }

  /** Also if few were refused: whoever is read now is late already. */
  @Test
  void read_isHeld_inARoundThatTakesTooLong() {
    for (int i = 0; i < 5_000; i++) {
      gate.enter(NORMAL, null);
      gate.leave();
    }
    now += Duration.ofMillis(60).toNanos();

    send(GET);
    assertThat(heard()).isNull();

    time.runPendingTasks();
    pass(Duration.ofMillis(4));
    assertThat(heard()).isEqualTo(GET);
  }

  @Test
  void heldBytes_areReleased_whenTheClientLeaves() {
    fill();
    refuse(20);
    ByteBuf bytes = Unpooled.copiedBuffer(GET, ISO_8859_1);
    connection.writeInbound(bytes);
    assertThat(bytes.refCnt()).isZero();

    connection.close().syncUninterruptibly();
    gate.leave();
    pass(Duration.ofMillis(4));

    assertThat(heard()).isNull();
  }

  private void fill() {
    while (gate.enter(NORMAL, null)) {
      assertThat(gate.limit().inFlight()).isPositive();
    }
  }

  private void refuse(int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(gate.enter(NORMAL, new EmbeddedChannel())).isFalse();
    }
  }

  private void send(String bytes) {
    connection.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
  }

  private @Nullable String heard() {
    StringBuilder heard = new StringBuilder();
    for (ByteBuf next = connection.readInbound(); next != null; next = connection.readInbound()) {
      heard.append(next.toString(ISO_8859_1));
      next.release();
    }
    return heard.isEmpty() ? null : heard.toString();
  }

  private void pass(Duration length) {
    for (long millis = 0; millis < length.toMillis(); millis++) {
      now += Duration.ofMillis(1).toNanos();
      time.advanceTimeBy(1, TimeUnit.MILLISECONDS);
      time.runScheduledPendingTasks();
    }
  }
}
