package harbor.kit.bff.events;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.events.LongPoll.News;
import harbor.kit.bff.events.Reading.Keys;
import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.plan.VirtualTime;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Polls of products and of orders, each at a service of its own. */
class LongPollTest {
  private static final long QUESTION = 7;

  private final VirtualTime time = new VirtualTime();
  private final ScriptedSource stock = new ScriptedSource(time, "inventory.stock");
  private final ScriptedSource orders = new ScriptedSource(time, "orders.orders");
  private final LiveKeys products = keys(stock);
  private final LiveKeys owned = keys(orders);
  private final EventForm form =
      new EventForm(
          EventForm.Kind.SERVER_SENT,
          new EventViews<>(TestInstance.declared(List.of(stock.source()), "")),
          "en",
          null);

  private LiveKeys keys(ScriptedSource source) {
    LiveKeys keys =
        new LiveKeys(
            List.of(source.source()),
            time,
            new SplittableRandom(1),
            OpenTelemetry.noop().getTracer("test"));
    time.advance(Duration.ZERO);
    return keys;
  }

  private LongPoll poll(String since) {
    return new LongPoll(
        time,
        new Question(
            QUESTION,
            List.of(
                new Keys(products, form, List.of("lamp")),
                new Keys(owned, form, List.of("user:ann o-1"))),
            EventId.parse(since).map(EventId::tokens)));
  }

  private CompletableFuture<News> begin(String since) {
    return poll(since).begin();
  }

  private News answered(String since) {
    CompletableFuture<News> news = begin(since);
    time.advance(ofMillis(200));
    assertThat(news).isDone();
    return news.join();
  }

  private static List<String> keys(News news) {
    return news.events().stream().map(LongPoll.Event::key).toList();
  }

  @Test
  void firstPoll_isAnsweredAtOnce_withAllThatWasNamed() {
    stock.change("lamp");
    time.advance(ofMillis(100));

    News first = answered("");

    assertThat(keys(first)).containsExactly("lamp", "user:ann o-1");
    assertThat(first.isReset()).isFalse();
    assertThat(EventId.parse(first.id()).orElseThrow().tokens()).containsExactly("t1", "t0");
  }

  @Test
  void pollWithoutNews_waits_andLeavesNothing() {
    String since = answered("").id();

    CompletableFuture<News> waiting = begin(since);
    time.advance(LongPoll.WAIT.minusMillis(1));
    assertThat(waiting).isNotDone();
    time.advance(ofMillis(1));

    assertThat(waiting.join().events()).isEmpty();
    assertThat(waiting.join().id()).isEqualTo(since);
    assertThat(products.size() + owned.size()).isZero();
    time.advance(ofSeconds(30));
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void change_isTold_whileAPollWaits() {
    CompletableFuture<News> waiting = begin(answered("").id());
    time.advance(ofSeconds(10));
    orders.change("user:ann o-1");
    orders.change("user:ben o-1");
    time.advance(ofMillis(100));

    assertThat(keys(waiting.join())).containsExactly("user:ann o-1");
    assertThat(waiting.join().id()).endsWith(".t0.t2");
  }

  @Test
  void changeBetweenTwoPolls_comesWithTheNext_once() {
    String since = answered("").id();
    stock.change("lamp");
    time.advance(ofMillis(100));

    News next = answered(since);
    CompletableFuture<News> afterwards = begin(next.id());
    time.advance(ofSeconds(20));

    assertThat(keys(next)).containsExactly("lamp");
    assertThat(next.isReset()).isFalse();
    assertThat(afterwards).isNotDone();
  }

  @Test
  void emptyAnswers_neverGoBackToTheStart_howeverMany() {
    stock.change("lamp");
    time.advance(ofMillis(100));
    String since = answered("").id();
    for (int i = 1; i <= 100; i++) {
      CompletableFuture<News> empty = begin(since);
      stock.change("other");
      time.advance(LongPoll.WAIT);
      since = empty.join().id();

      assertThat(empty.join().events()).isEmpty();
      assertThat(empty.join().isReset()).isFalse();
      assertThat(since).endsWith(".t" + (i + 1) + ".t0");
    }
  }

  @Test
  void tokenThatIsAhead_isReset_withTheStateAsItIsNow_atOnce() {
    stock.change("lamp");
    time.advance(ofMillis(100));

    News reset = answered(EventId.text(QUESTION, "t900.t0"));

    assertThat(reset.isReset()).isTrue();
    assertThat(keys(reset)).containsExactly("lamp");
    assertThat(reset.id()).endsWith(".t1.t0");
  }

  @Test
  void tokenFromBeforeChangesWereMissed_isReset() {
    String since = answered("").id();
    stock.changeUntold("lamp");
    stock.resets();
    time.advance(ofMillis(100));

    News reset = answered(since);

    assertThat(reset.isReset()).isTrue();
    assertThat(keys(reset)).containsExactly("lamp");
  }

  @Test
  void sourceThatIsDown_harmsOnlyItsOwn_andIsNotAskedForWithoutAPause() {
    orders.goesDown();
    News partly = answered("");
    String since = partly.id();
    assertThat(EventId.parse(since).orElseThrow().tokens()).containsExactly("t0", "");

    stock.change("lamp");
    time.advance(ofMillis(100));
    CompletableFuture<News> paused = begin(since);
    time.advance(LongPoll.PAUSE.minusMillis(1));
    assertThat(paused).isNotDone();
    time.advance(ofMillis(1));
    assertThat(keys(paused.join())).containsExactly("lamp");

    CompletableFuture<News> waiting = begin(paused.join().id());
    time.advance(ofSeconds(5));
    assertThat(waiting).isNotDone();
    orders.comesUp();
    orders.change("user:ann o-1");
    time.advance(ofSeconds(4));
    assertThat(keys(waiting.join())).containsExactly("user:ann o-1");
    assertThat(waiting.join().id()).endsWith(".t1.t1");
  }

  @Test
  void pollThatIsGivenUp_leavesNothing() {
    LongPoll poll = poll(answered("").id());
    CompletableFuture<News> news = poll.begin();
    time.advance(ofSeconds(1));

    poll.cancel();
    poll.cancel();
    poll.answer();

    assertThat(news).isCancelled();
    assertThat(products.size() + owned.size()).isZero();
    time.advance(ofSeconds(30));
    assertThat(time.scheduled()).isZero();
  }

  /** The session has ended, or the server stops. */
  @Test
  void pollThatHasToEnd_isAnsweredWithWhatThereIs() {
    String since = answered("").id();
    LongPoll poll = poll(since);
    CompletableFuture<News> news = poll.begin();
    time.advance(ofSeconds(1));

    poll.answer();

    assertThat(news.join()).isEqualTo(new News(List.of(), since, false));
    assertThat(products.size()).isZero();
  }
}
