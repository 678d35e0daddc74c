package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.shared.EntryCodec;
import harbor.kit.bff.cache.shared.FakeSharedStore.State;
import harbor.kit.bff.cache.shared.SharedEntries;
import harbor.kit.client.CachePolicy;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What two processes cache together. */
class SharedCacheTest extends CacheTest {
  private final CachePolicy watched = POLICY.invalidatedBy("things");
  private final Instance here = sharing(watched, 1);
  private final Instance there = sharing(watched, 2);

  SharedCacheTest() {
    here.changes.subscribed();
    there.changes.subscribed();
  }

  @Test
  void answer_isSharedWithTheOtherProcess() {
    here.warm("lamp");
    Asked asked = there.ask("lamp");
    time.advance(ofMillis(10));
    Asked again = there.ask("lamp");

    assertThat(asked.outcome()).isEqualTo("ok one SHARED_CACHE");
    assertThat(again.outcome()).isEqualTo("ok one CACHE");
    assertThat(service.calls()).isEqualTo(1);
    assertThat(store.keys()).containsExactly("test-bff:test.thing:00000000cafe:lamp");
  }

  @Test
  void absence_isSharedToo() {
    service.fails(Status.NOT_FOUND);
    here.ask("ghost");
    time.advance(ofMillis(20));
    Asked asked = there.ask("ghost");
    time.advance(ofMillis(10));

    assertThat(asked.outcome()).isEqualTo("NOT_FOUND SCRIPTED");
    assertThat(service.calls()).isEqualTo(1);
  }

  @Test
  void expiry_isOneLoad_inTwoProcesses() {
    here.warm("lamp");
    there.warm("lamp");
    service.says("two");
    time.advance(ofSeconds(60));

    List<Asked> waiting = askAlternately(10_000);
    time.advance(DEADLINE);

    assertThat(service.calls()).isEqualTo(2);
    assertThat(waiting).allSatisfy(asked -> assertThat(asked.outcome()).startsWith("ok two "));
  }

  /** The second looks before the first has put, and gets the lease after it. */
  @Test
  void whoGetsTheLeaseJustAfterALoad_findsWhatItBrought() {
    Asked first = here.ask("lamp");
    time.advance(ofMillis(13));
    Asked second = there.ask("lamp");
    time.advance(ofMillis(30));

    assertThat(first.outcome()).isEqualTo("ok one SERVICE");
    assertThat(second.outcome()).isEqualTo("ok one SHARED_CACHE");
    assertThat(service.calls()).isEqualTo(1);
  }

  @Test
  void expiry_isALoadAProcess_whenTheStoreDiesAtThatMoment() {
    here.warm("lamp");
    there.warm("lamp");
    service.says("two");
    time.advance(ofSeconds(60));
    store.becomes(State.DOWN);

    List<Asked> waiting = askAlternately(10_000);
    time.advance(DEADLINE);

    assertThat(service.calls()).isEqualTo(3);
    assertThat(waiting).allSatisfy(asked -> assertThat(asked.outcome()).startsWith("ok two "));
  }

  @Test
  void refresh_isOneLoad_inTwoProcesses() {
    Instance early = sharing(watched.beta(100_000), 3);
    Instance earlyToo = sharing(watched.beta(100_000), 4);
    List.of(early, earlyToo).forEach(process -> process.changes.subscribed());
    early.ask("lamp");
    time.advance(ofMillis(20));
    earlyToo.ask("lamp");
    time.advance(ofMillis(20));
    int before = service.calls();
    service.answersAfter(ofMillis(30));

    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add((i % 2 == 0 ? early : earlyToo).ask("lamp"));
    }
    time.advance(ofMillis(40));

    assertThat(service.calls() - before).isEqualTo(1);
    assertThat(asked).allSatisfy(one -> assertThat(one.outcome()).isEqualTo("ok one CACHE"));
  }

  @Test
  void loaderThatDied_isWaitedForHalfOfTheTime() {
    SharedEntries<StringValue> dead =
        new SharedEntries<>(
            store,
            "test-bff:test.thing:00000000cafe:",
            new EntryCodec<>(StringValue.parser()),
            ofSeconds(60),
            millis);
    var _ = dead.lease("lamp");
    time.advance(ofMillis(10));

    Duration begin = time.now();
    Asked asked = here.ask("lamp");
    time.advance(DEADLINE);

    assertThat(asked.outcome()).isEqualTo("ok one SERVICE");
    assertThat(asked.endedAt().minus(begin)).isGreaterThan(DEADLINE.dividedBy(2));
    assertThat(store.keys()).as("what is put needs a lease").isEmpty();
  }

  @Test
  void loaderThatFails_givesItsLeaseBack() {
    service.fails(Status.UNAVAILABLE);
    Asked failed = here.ask("lamp");
    time.advance(ofMillis(20));
    service.says("one");
    Asked other = there.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(failed.outcome()).isEqualTo("UNAVAILABLE SCRIPTED");
    assertThat(other.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void loaderThatNobodyWaitsFor_givesItsLeaseBack() {
    service.hangs();
    Asked left = here.ask("lamp");
    time.advance(ofMillis(20));
    left.leave();
    service.answersAfter(ofMillis(10));
    Asked other = there.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(other.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void loaderWhoLeavesWhileItAsksForTheLease_givesItBack() {
    Asked left = here.ask("lamp");
    time.advance(ofMillis(3));
    left.leave();
    time.advance(ofMillis(10));
    Asked other = there.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(other.outcome()).isEqualTo("ok one SERVICE");
    assertThat(service.calls()).isEqualTo(1);
  }

  @Test
  void copyOfTheOther_standsIn_whenTheServiceFails() {
    here.warm("lamp");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);
    Asked asked = there.ask("lamp");
    time.advance(DEADLINE);

    assertThat(asked.outcome()).isEqualTo("ok one STALE_COPY");
  }

  @Test
  void change_dropsWhatIsShared() {
    here.warm("lamp");
    service.says("two");
    here.changes.changed(List.of("lamp"));
    time.advance(ofMillis(10));
    Asked other = there.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(other.outcome()).isEqualTo("ok two SERVICE");
  }

  /** The other process hears of the change before this one, whose load began before it. */
  @Test
  void change_thatOvertakesALoad_isNotUndone_byAProcessThatHearsOfItLater() {
    service.answersAfter(ofMillis(30));
    Asked before = here.ask("lamp");
    time.advance(ofMillis(10));
    service.says("two");
    there.changes.changed(List.of("lamp"));
    time.advance(ofMillis(30));
    here.changes.changed(List.of("lamp"));
    Asked other = there.ask("lamp");
    time.advance(ofMillis(50));

    assertThat(before.outcome()).isEqualTo("ok one SERVICE");
    assertThat(other.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void change_thatTheStoreDidNotHear_isNotLost() {
    here.warm("lamp");
    there.warm("lamp");
    service.says("two");
    store.becomes(State.SILENT);
    here.changes.changed(List.of("lamp"));
    time.advance(ofSeconds(1));
    store.becomes(State.UP);

    Asked asked = here.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(asked.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void whatWasLoadedBeforeTheSubscription_hasTheDisconnectedTtl() {
    here.warm("lamp");
    time.advance(ofSeconds(5));
    Instance started = sharing(watched, 3);
    started.changes.subscribed();
    Asked asked = started.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(asked.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void garbage_isAsIfThereWereNothing() {
    here.warm("lamp");
    store.fillWith(new byte[] {1, 2, 3});
    Asked asked = there.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(asked.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void silentStore_costsItsTimeout_andNoAnswer() {
    store.becomes(State.SILENT);
    Asked asked = here.ask("lamp");
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void fullStore_costsLeases_andNoAnswer() {
    store.becomes(State.FULL);
    Asked asked = here.ask("lamp");
    Asked other = there.ask("lamp");
    time.advance(ofMillis(20));

    assertThat(asked.outcome()).isEqualTo("ok one SERVICE");
    assertThat(other.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void flushedStore_costsNothing_whereItIsCached() {
    here.warm("lamp");
    store.flush();
    Asked asked = here.ask("lamp");

    assertThat(asked.outcome()).isEqualTo("ok one CACHE");
  }

  private List<Asked> askAlternately(int times) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      asked.add((i % 2 == 0 ? here : there).ask("lamp"));
    }
    return asked;
  }
}
