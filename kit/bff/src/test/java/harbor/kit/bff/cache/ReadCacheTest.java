package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.client.Caller;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one process caches for itself. */
class ReadCacheTest extends CacheTest {
  private final Instance bff = alone(POLICY);

  @Test
  void answer_isCached() {
    Asked first = bff.ask("lamp");
    time.advance(ofMillis(10));
    Asked second = bff.ask("lamp");

    assertThat(first.outcome()).isEqualTo("ok one SERVICE");
    assertThat(second.outcome()).isEqualTo("ok one CACHE");
    assertThat(service.calls()).isEqualTo(1);
  }

  @Test
  void load_isTimed() {
    bff.warm("lamp");
    service.answersAfter(ofMillis(30));
    bff.warm("table");

    assertThat(bff.counts().loads()).isEqualTo(2);
    assertThat(bff.counts().meanLoadMillis()).isEqualTo(20);
  }

  @Test
  void answer_isOfItsId() {
    bff.warm("lamp");
    service.says("two");

    Asked other = bff.ask("table");
    time.advance(ofMillis(10));

    assertThat(other.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void expiredAnswer_isAskedForAgain() {
    bff.warm("lamp");
    service.says("two");

    time.advance(ofSeconds(58));
    Asked stillFresh = bff.ask("lamp");
    time.advance(ofSeconds(1));
    Asked expired = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(stillFresh.outcome()).isEqualTo("ok one CACHE");
    assertThat(expired.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void lifetime_beginsWhenTheServiceIsAsked() {
    service.answersAfter(ofMillis(70));
    Instance quick = alone(POLICY.ttl(ofMillis(100)));
    quick.ask("lamp");
    time.advance(ofMillis(99));
    Asked fresh = quick.ask("lamp");
    time.advance(ofMillis(1));
    Asked expired = quick.ask("lamp");

    assertThat(fresh.outcome()).isEqualTo("ok one CACHE");
    assertThat(expired.outcome()).isEqualTo("under way");
  }

  @Test
  void jitter_spreadsLifetimesByUpToItsPart_toEitherSide() {
    Instance jittered = alone(POLICY.jitter(0.5));
    for (int i = 0; i < 1_000; i++) {
      jittered.ask("id" + i);
    }
    time.advance(ofSeconds(29));
    long afterHalf = expired(jittered);
    time.advance(ofSeconds(31));
    long afterAll = expired(jittered);
    time.advance(ofSeconds(29));
    long afterNearlyHalfMore = expired(jittered);
    time.advance(ofSeconds(2));

    assertThat(afterHalf).isZero();
    assertThat(afterAll).isBetween(400L, 600L);
    assertThat(afterNearlyHalfMore).isBetween(900L, 999L);
    assertThat(expired(jittered)).isEqualTo(1_000);
  }

  private static long expired(Instance process) {
    long expired = 0;
    for (int i = 0; i < 1_000; i++) {
      expired += process.cache.isCached("id" + i) ? 0 : 1;
    }
    return expired;
  }

  @Test
  void expiry_isOneLoad_howeverManyWait() {
    bff.warm("lamp");
    service.says("two");
    time.advance(ofSeconds(60));

    List<Asked> waiting = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      waiting.add(bff.ask("lamp"));
    }
    time.advance(ofMillis(10));

    assertThat(service.calls()).isEqualTo(2);
    assertThat(waiting.getFirst().outcome()).isEqualTo("ok two SERVICE");
    assertThat(waiting.subList(1, 10_000))
        .allSatisfy(asked -> assertThat(asked.outcome()).isEqualTo("ok two FLIGHT"));
  }

  @Test
  void nothingThere_hasTheNegativeTtl() {
    service.fails(Status.NOT_FOUND);
    Asked first = bff.ask("ghost");
    time.advance(ofMillis(10));
    Asked cached = bff.ask("ghost");
    service.says("one");
    time.advance(ofSeconds(5));
    Asked later = bff.ask("ghost");
    time.advance(ofMillis(10));

    assertThat(first.outcome()).isEqualTo("NOT_FOUND SCRIPTED");
    assertThat(cached.outcome()).isEqualTo("NOT_FOUND SCRIPTED");
    assertThat(later.outcome()).isEqualTo("ok one SERVICE");
    assertThat(service.calls()).isEqualTo(2);
  }

  @Test
  void earlyRefresh_letsTheOldValueServe() {
    service.answersAfter(ofMillis(50));
    Instance early = alone(POLICY.beta(1_000));
    early.ask("lamp");
    time.advance(ofMillis(50));
    service.says("two");

    Asked before = early.ask("lamp");
    int callsBefore = service.calls();
    Asked during = early.ask("lamp");
    time.advance(ofMillis(50));

    assertThat(before.outcome()).isEqualTo("ok one CACHE");
    assertThat(during.outcome()).isEqualTo("ok one CACHE");
    assertThat(callsBefore).isEqualTo(2);
    assertThat(service.calls()).isEqualTo(2);
    assertThat(early.cache.isCached("lamp")).isTrue();
    assertThat(early.counts().refreshes()).isEqualTo(1);
  }

  @Test
  void refresh_goesOn_whenTheRequestThatBeganItHasEnded() {
    service.answersAfter(ofMillis(50));
    Instance early = alone(POLICY.beta(1_000));
    early.ask("lamp");
    time.advance(ofMillis(50));

    Asked asked = early.ask("lamp");
    asked.leave();
    time.advance(ofMillis(50));

    assertThat(service.received().getLast().isCancelled).isFalse();
    assertThat(early.counts().refreshes()).isEqualTo(1);
  }

  @Test
  void failure_isAnsweredByTheCopy_andMarked() {
    bff.warm("lamp");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);

    Asked waited = bff.ask("lamp");
    time.advance(ofMillis(10));
    Asked next = bff.ask("lamp");

    assertThat(waited.outcome()).isEqualTo("ok one STALE_COPY");
    assertThat(next.outcome()).isEqualTo("ok one STALE_COPY");
    assertThat(service.calls()).as("one try a second").isEqualTo(2);
  }

  @Test
  void lastMinute_saysWhatWentWrong_untilItIsOver() {
    bff.warm("lamp");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);
    var _ = bff.ask("lamp");
    time.advance(ofMillis(10));
    var _ = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(bff.caches.states().getFirst().lastMinute())
        .isEqualTo(new CacheState.LastMinute(1, 1, 2));

    time.advance(ofSeconds(60));
    assertThat(bff.caches.states().getFirst().lastMinute())
        .isEqualTo(new CacheState.LastMinute(0, 0, 0));
    assertThat(bff.counts().failedLoads()).isEqualTo(1);
    assertThat(bff.counts().stale()).isEqualTo(2);
  }

  @Test
  void copy_standsInOnlyWithinItsBound() {
    bff.warm("lamp");
    service.fails(Status.UNAVAILABLE);
    time.advance(ofSeconds(659));
    Asked late = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(late.outcome()).isEqualTo("UNAVAILABLE SCRIPTED");
  }

  @Test
  void nothingStandsIn_whenThePolicySaysSo() {
    Instance strict = alone(POLICY.staleIfError(Duration.ZERO));
    strict.warm("lamp");
    service.fails(Status.UNAVAILABLE);
    time.advance(ofSeconds(60));
    Asked asked = strict.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(asked.outcome()).isEqualTo("UNAVAILABLE SCRIPTED");
  }

  @Test
  void nothingStandsIn_forWhatTheServiceRefuses() {
    bff.warm("lamp");
    service.fails(Status.INVALID_ARGUMENT);
    time.advance(ofSeconds(60));
    Asked asked = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(asked.outcome()).isEqualTo("INVALID SCRIPTED");
  }

  @Test
  void hungService_isAnsweredByTheCopy_beforeTheDeadline() {
    bff.warm("lamp");
    time.advance(ofSeconds(60));
    service.hangs();
    Duration begin = time.now();

    Asked waited = bff.ask("lamp");
    time.advance(ofMillis(60));
    Asked next = bff.ask("lamp");

    assertThat(waited.outcome()).isEqualTo("ok one STALE_COPY");
    assertThat(waited.endedAt().minus(begin)).isEqualTo(ofMillis(60));
    assertThat(next.outcome()).as("nobody waits again").isEqualTo("ok one STALE_COPY");
  }

  @Test
  void hungService_isATimeout_withoutACopy() {
    service.hangs();
    Asked asked = bff.ask("lamp");
    time.advance(DEADLINE);

    assertThat(asked.outcome()).isEqualTo("TIMEOUT");
    assertThat(service.received().getFirst().isCancelled).isTrue();
  }

  @Test
  void recoveredService_isAskedAgain_withinASecond() {
    bff.warm("lamp");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);
    bff.ask("lamp");
    time.advance(ofMillis(10));
    service.says("two");

    time.advance(ofSeconds(1));
    Asked stillOld = bff.ask("lamp");
    time.advance(ofMillis(10));
    Asked fresh = bff.ask("lamp");

    assertThat(stillOld.outcome()).isEqualTo("ok one STALE_COPY");
    assertThat(fresh.outcome()).isEqualTo("ok two CACHE");
  }

  /** A page that is asked for once a minute: nobody has asked the service since it failed. */
  @Test
  void recoveredService_isWaitedFor_byWhoComesLongAfterTheFailure() {
    bff.warm("lamp");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);
    bff.ask("lamp");
    time.advance(ofMillis(10));
    service.says("two");

    time.advance(ofSeconds(5));
    Asked asked = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(asked.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void serviceThatStillFails_isStoodInFor_howeverLateOneComes() {
    bff.warm("lamp");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);
    bff.ask("lamp");
    time.advance(ofSeconds(310));

    Asked asked = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(asked.outcome()).isEqualTo("ok one STALE_COPY");
  }

  @Test
  void load_isMadeInNobodysName() {
    bff.ask("lamp", Caller.user("maria"), DEADLINE);

    assertThat(service.received().getFirst().caller).isEqualTo(Caller.ANONYMOUS);
  }

  @Test
  void load_goesOnForThoseWhoStillWait() {
    Asked first = bff.ask("lamp");
    Asked second = bff.ask("lamp");
    first.leave();
    time.advance(ofMillis(10));

    assertThat(second.outcome()).isEqualTo("ok one FLIGHT");
    assertThat(service.calls()).isEqualTo(1);
  }

  @Test
  void load_isCancelled_whenAllHaveLeft() {
    Asked first = bff.ask("lamp");
    Asked second = bff.ask("lamp");
    first.leave();
    second.leave();
    Asked third = bff.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(service.received().getFirst().isCancelled).isTrue();
    assertThat(third.outcome()).isEqualTo("ok one SERVICE");
  }

  @Test
  void whoHasMoreTime_asksAgain_whenTheFirstOnesIsOver() {
    service.answersAfter(ofMillis(100));
    Asked hurried = bff.ask("lamp", Caller.ANONYMOUS, ofMillis(50));
    Asked patient = bff.ask("lamp", Caller.ANONYMOUS, ofMillis(300));
    time.advance(ofMillis(160));

    assertThat(hurried.outcome()).isEqualTo("TIMEOUT");
    assertThat(patient.outcome()).isEqualTo("ok one SERVICE");
    assertThat(service.calls()).isEqualTo(2);
  }

  @Test
  void serviceThatSaysItIsLate_isNotAskedAgainByWhoWaited() {
    service.fails(Status.DEADLINE_EXCEEDED);
    List<Asked> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(bff.ask("lamp"));
    }
    time.advance(ofMillis(70));

    assertThat(waiting)
        .allSatisfy(asked -> assertThat(asked.outcome()).isEqualTo("TIMEOUT SCRIPTED"));
    assertThat(service.calls()).isEqualTo(1);
  }

  @Test
  void change_invalidatesItsEntry() {
    Instance watching = alone(POLICY.invalidatedBy("things"));
    watching.changes.subscribed();
    watching.warm("lamp");
    service.says("two");

    watching.changes.changed(List.of("lamp"));
    Asked asked = watching.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(asked.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void change_thatOvertakesALoad_isNotLost() {
    Instance watching = alone(POLICY.invalidatedBy("things"));
    watching.changes.subscribed();
    Asked before = watching.ask("lamp");
    time.advance(ofMillis(5));
    service.says("two");
    watching.changes.changed(List.of("lamp"));
    Asked during = watching.ask("lamp");
    time.advance(ofMillis(10));
    Asked after = watching.ask("lamp");

    assertThat(before.outcome()).isEqualTo("ok one SERVICE");
    assertThat(during.outcome()).isEqualTo("ok two SERVICE");
    assertThat(after.outcome()).isEqualTo("ok two CACHE");
  }

  @Test
  void disconnectedStream_shortensLifetimes() {
    Instance watching = alone(POLICY.invalidatedBy("things"));
    watching.changes.subscribed();
    watching.warm("lamp");
    watching.changes.disconnectedSince(millis.getAsLong());
    service.says("two");

    time.advance(ofMillis(4_999));
    Asked cached = watching.ask("lamp");
    time.advance(ofMillis(1));
    Asked doubted = watching.ask("lamp");
    time.advance(ofMillis(10));

    assertThat(cached.outcome()).isEqualTo("ok one CACHE");
    assertThat(doubted.outcome()).isEqualTo("ok two SERVICE");
  }

  @Test
  void reconnectedStream_makesThemWhole() {
    Instance watching = alone(POLICY.invalidatedBy("things"));
    watching.changes.subscribed();
    watching.warm("lamp");
    watching.changes.disconnectedSince(millis.getAsLong());
    time.advance(ofSeconds(10));
    watching.changes.reconnected();

    assertThat(watching.ask("lamp").outcome()).isEqualTo("ok one CACHE");
  }

  @Test
  void lostChanges_dropEverything() {
    Instance watching = alone(POLICY.invalidatedBy("things"));
    watching.changes.subscribed();
    watching.warm("lamp");
    watching.changes.reset();

    assertThat(watching.ask("lamp").outcome()).isEqualTo("under way");
  }

  @Test
  void neverHeardChanges_shortenLifetimesToo() {
    Instance watching = alone(POLICY.invalidatedBy("things"));
    watching.warm("lamp");
    time.advance(ofMillis(3_999));
    Asked cached = watching.ask("lamp");
    time.advance(ofMillis(1));

    assertThat(cached.outcome()).isEqualTo("ok one CACHE");
    assertThat(watching.ask("lamp").outcome()).isEqualTo("under way");
  }

  @Test
  void weight_isBound() {
    Instance small = alone(POLICY.maxMebibytes(1));
    service.says("x".repeat(10_000));
    for (int i = 0; i < 1_000; i++) {
      small.ask("id" + i);
      time.advance(ofMillis(10));
    }

    CacheState.Size size = small.caches.states().getFirst().size();
    assertThat(size.bytes()).isBetween(900_000L, 1_048_576L);
    assertThat(size.evicted()).isEqualTo(1_000 - size.entries());
  }
}
