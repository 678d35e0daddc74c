package harbor.kit.bff.events;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveKeysTest {
  private static final Optional<String> NOTHING = Optional.empty();

  private final VirtualTime time = new VirtualTime();
  private final ScriptedSource stock = new ScriptedSource(time, "inventory.stock");
  private final ScriptedSource price = new ScriptedSource(time, "pricing.price");
  private final TestInstance bff = new TestInstance(time, stock, price);

  private TestClient connect(Optional<String> lastId, String... keys) {
    TestClient client = TestClient.fast();
    bff.connect(client, lastId, keys);
    return client;
  }

  private void passes() {
    time.advance(ofMillis(100));
  }

  @Test
  void whoComes_getsTheStateOfEachKey_thenWhatChanges() {
    stock.change("lamp");
    price.change("lamp");
    price.change("desk");
    passes();
    TestClient client = connect(NOTHING, "desk", "lamp", "nothing");
    passes();
    stock.change("lamp");
    stock.change("other");
    passes();

    assertThat(client.events())
        .containsExactly(
            new TestClient.Event("desk", "? 1"),
            new TestClient.Event("lamp", "1 1"),
            new TestClient.Event("nothing", "? ?"),
            new TestClient.Event("lamp", "2 1"));
  }

  @Test
  void change_isReadOnce_howeverManyWantIt_andNotAtAllWhenNobodyDoes() {
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      clients.add(connect(NOTHING, "lamp"));
    }
    passes();
    stock.reads().clear();
    price.reads().clear();
    stock.change("lamp");
    stock.change("desk");
    passes();

    assertThat(stock.reads()).containsExactly(List.of("lamp"));
    assertThat(price.reads()).isEmpty();
    assertThat(clients).allMatch(client -> client.versions().getLast().equals("1 ?"));
  }

  @Test
  void manyWhoComeAtOnce_costAsFewReads() {
    for (int i = 0; i < 1_000; i++) {
      connect(NOTHING, "lamp", "desk");
    }
    passes();

    assertThat(stock.reads()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void changeWhileReading_isReadAgain() {
    stock.change("lamp");
    TestClient client = connect(NOTHING, "lamp");
    passes();
    stock.tell("a", List.of("lamp"));
    time.advance(ofMillis(7));
    // the running read has looked already
    stock.changeUntold("lamp");
    stock.tell("b", List.of("lamp"));
    passes();

    assertThat(client.versions()).containsExactly("1 ?", "2 ?");
  }

  @Test
  void reset_readsEverythingAgain_andTellsWhatIsNew() {
    stock.change("lamp");
    stock.change("desk");
    TestClient client = connect(NOTHING, "desk", "lamp");
    passes();
    stock.changeUntold("lamp");
    passes();
    assertThat(client.versions()).containsExactly("1 ?", "1 ?");

    stock.resets();
    passes();

    assertThat(client.events()).hasSize(3);
    assertThat(client.events().getLast()).isEqualTo(new TestClient.Event("lamp", "2 ?"));
  }

  @Test
  void idThatIsCurrent_getsNothing_beforeSomethingChanges() {
    stock.change("lamp");
    passes();
    TestClient before = connect(NOTHING, "lamp");
    passes();
    before.leaves();
    TestClient after = connect(before.lastId(), "lamp");
    passes();
    assertThat(after.events()).isEmpty();

    stock.change("lamp");
    passes();
    assertThat(after.versions()).containsExactly("2 ?");
  }

  @Test
  void idFromBeforeAChange_getsWhatChangedSince_andNothingElse() {
    stock.change("desk");
    stock.change("lamp");
    passes();
    TestClient before = connect(NOTHING, "desk", "lamp");
    passes();
    before.leaves();
    stock.change("lamp");
    stock.change("lamp");
    passes();
    TestClient after = connect(before.lastId(), "desk", "lamp");
    passes();

    assertThat(after.events()).containsExactly(new TestClient.Event("lamp", "3 ?"));
  }

  @Test
  void stateReadHereBeforeItsChangeIsTold_reachesWhoCameWithAnId() {
    stock.change("lamp");
    passes();
    TestClient before = connect(NOTHING, "lamp");
    passes();
    before.leaves();
    stock.changeUntold("lamp");
    // the first read of this key sees the change before it is told
    TestClient after = connect(before.lastId(), "lamp");
    passes();
    assertThat(after.events()).isEmpty();
    stock.tell("later", List.of("lamp"));
    passes();

    assertThat(after.versions()).containsExactly("2 ?");
  }

  @Test
  void idOfAnotherInstance_isAsGood() {
    stock.change("desk");
    stock.change("lamp");
    passes();
    TestInstance other = new TestInstance(time, stock, price);
    TestClient there = TestClient.fast();
    other.connect(there, NOTHING, "desk", "lamp");
    passes();
    there.leaves();
    stock.change("desk");
    passes();
    TestClient here = connect(there.lastId(), "desk", "lamp");
    passes();

    assertThat(here.events()).containsExactly(new TestClient.Event("desk", "2 ?"));
  }

  @Test
  void idThatCannotBePlaced_getsTheStateOfEverything() {
    stock.change("lamp");
    passes();
    TestClient before = connect(NOTHING, "lamp");
    passes();
    String id = before.lastId().orElseThrow();
    before.leaves();
    String question = id.substring(0, id.indexOf('.'));
    List<String> ids =
        List.of(
            "",
            ".",
            "nonsense",
            id.substring(1),
            id + ".t0",
            question,
            question + ".t9.t9",
            question + ".t1.t9",
            question + "..",
            "x".repeat(4_000),
            "\u00e4\u0000");
    for (String unusable : ids) {
      TestClient client = connect(Optional.of(unusable), "lamp");
      passes();
      assertThat(client.versions()).as(unusable).containsExactly("1 ?");
      client.leaves();
    }
    TestClient counter = connect(Optional.of(id), "lamp");
    passes();
    assertThat(counter.versions()).isEmpty();
  }

  @Test
  void idOfOtherKeys_saysNothingAboutThese() {
    stock.change("desk");
    passes();
    TestClient before = connect(NOTHING, "lamp");
    passes();
    TestClient after = connect(before.lastId(), "desk", "lamp");
    passes();

    assertThat(after.events()).hasSize(2);
  }

  @Test
  void idFromBeforeAReset_getsEverything() {
    stock.change("lamp");
    passes();
    TestClient before = connect(NOTHING, "lamp");
    passes();
    before.leaves();
    stock.resets();
    TestClient after = connect(before.lastId(), "lamp");
    passes();

    assertThat(after.versions()).containsExactly("1 ?");
  }

  @Test
  void idOlderThanWhatIsKept_getsEverything() {
    stock.change("lamp");
    passes();
    TestClient before = connect(NOTHING, "lamp");
    passes();
    before.leaves();
    for (int i = 0; i < 2_000; i++) {
      stock.tell("other" + i, List.of("other" + i));
    }
    TestClient after = connect(before.lastId(), "lamp");
    passes();

    assertThat(after.versions()).containsExactly("1 ?");
  }

  @Test
  void noId_beforeEverythingUpToItIsSent() {
    stock.change("lamp");
    passes();
    TestClient client = connect(NOTHING, "lamp");
    passes();
    String first = client.lastId().orElseThrow();
    price.goesDown();
    price.change("lamp");
    stock.change("lamp");
    time.advance(ofSeconds(20));

    assertThat(client.versions()).containsExactly("1 ?", "2 ?");
    assertThat(client.lastId()).hasValue(first);

    price.comesUp();
    time.advance(ofSeconds(20));

    assertThat(client.versions()).containsExactly("1 ?", "2 ?", "2 1");
    assertThat(client.lastId().orElseThrow()).isNotEqualTo(first);
  }

  @Test
  void serviceThatDoesNotAnswer_keepsNobodyFromTheOthers_andIsAskedUntilItDoes() {
    stock.change("lamp");
    price.change("lamp");
    price.goesDown();
    TestClient first = connect(NOTHING, "lamp");
    time.advance(ofSeconds(1));
    TestClient second = connect(NOTHING, "lamp");
    time.advance(ofMillis(50));

    assertThat(first.versions()).containsExactly("1 ?");
    assertThat(second.versions()).containsExactly("1 ?");

    price.comesUp();
    time.advance(ofSeconds(3));

    assertThat(first.versions()).containsExactly("1 ?", "1 1");
    assertThat(second.versions()).containsExactly("1 ?", "1 1");
  }

  @Test
  void serviceThatIsBack_tellsNobodyWhatHasNotChanged() {
    stock.change("lamp");
    price.change("lamp");
    TestClient client = connect(NOTHING, "lamp");
    passes();
    price.goesDown();
    price.resets();
    time.advance(ofSeconds(5));
    price.comesUp();
    time.advance(ofSeconds(5));

    assertThat(client.versions()).containsExactly("1 1");
  }

  @Test
  void whoLeaves_leavesNothing() {
    TestClient first = connect(NOTHING, "desk", "lamp");
    TestClient second = connect(NOTHING, "lamp");
    passes();
    assertThat(bff.live.size()).isEqualTo(2);
    assertThat(bff.loop.size()).isEqualTo(2);

    first.leaves();
    assertThat(bff.live.size()).isEqualTo(1);

    second.leaves();
    assertThat(bff.live.size()).isZero();
    assertThat(bff.loop.size()).isZero();

    time.advance(ofSeconds(2));
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void whoLeavesWhileItsStateIsRead_isToldNothing() {
    TestClient client = connect(NOTHING, "lamp");
    client.leaves();
    time.advance(ofSeconds(2));

    assertThat(client.events()).isEmpty();
    assertThat(time.scheduled()).isZero();
  }
}
