package harbor.kit.bff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import harbor.kit.bff.session.SessionStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every store of sessions does. */
abstract class SessionStoreContract {
  private static final ByteString LAMP = ByteString.copyFromUtf8("lamp");
  private static final ByteString SOFA = ByteString.copyFromUtf8("sofa");

  /** The time that the store goes by. */
  static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));

  private final String handle = UUID.randomUUID().toString();
  private final String group = "person:" + handle;

  abstract SessionStore store();

  private Entry entry(ByteString bytes) {
    return new Entry(handle, bytes, List.of(group), NOW.get().plus(Duration.ofMinutes(1)));
  }

  @Test
  void session_isFound_asItWasPut() {
    assertThat(answer(store().find(handle))).isEmpty();

    assertThat(answer(store().put(entry(LAMP), 0))).isTrue();

    assertThat(answer(store().find(handle))).contains(new SessionStore.Stored(LAMP, 1));
    assertThat(answer(store().group(group))).containsExactly(handle);
  }

  @Test
  void put_isRefused_whenTheSessionIsAnotherMeanwhile() {
    answer(store().put(entry(LAMP), 0));

    assertThat(answer(store().put(entry(SOFA), 0))).isFalse();
    assertThat(answer(store().put(entry(SOFA), 1))).isTrue();
    assertThat(answer(store().put(entry(LAMP), 1))).isFalse();

    assertThat(answer(store().find(handle))).contains(new SessionStore.Stored(SOFA, 2));
  }

  @Test
  void removedSession_doesNotComeBack() {
    answer(store().put(entry(LAMP), 0));

    assertThat(answer(store().remove(handle, List.of(group))))
        .contains(new SessionStore.Stored(LAMP, 1));

    assertThat(answer(store().put(entry(SOFA), 1))).isFalse();
    assertThat(answer(store().find(handle))).isEmpty();
    assertThat(answer(store().group(group))).isEmpty();
    assertThat(answer(store().remove(handle, List.of(group)))).isEmpty();
  }

  @Test
  void groups_haveAllTheirSessions() {
    answer(store().put(entry(LAMP), 0));
    Entry other =
        new Entry(handle + "2", SOFA, List.of(group), NOW.get().plus(Duration.ofMinutes(1)));
    answer(store().put(other, 0));

    assertThat(answer(store().group(group))).containsExactlyInAnyOrder(handle, handle + "2");
  }

  @Test
  void endedSession_isGone_fromItsGroupToo() {
    Entry brief = new Entry(handle, LAMP, List.of(group), NOW.get().plusMillis(100));
    answer(store().put(brief, 0));

    NOW.updateAndGet(now -> now.plusMillis(101));

    await().until(() -> answer(store().find(handle)).isEmpty());
    assertThat(answer(store().group(group))).isEmpty();
    assertThat(answer(store().put(entry(SOFA), 1))).isFalse();
  }

  /** Also when nobody asks for the session itself, and a changed one counts once. */
  @Test
  void sessions_areCounted_asLongAsTheyLive() {
    long before = answer(store().count());
    answer(store().put(entry(LAMP), 0));
    answer(store().put(entry(SOFA), 1));
    answer(
        store().put(new Entry(handle + "2", LAMP, List.of(group), NOW.get().plusSeconds(120)), 0));
    answer(store().put(new Entry(handle + "3", LAMP, List.of(), NOW.get().plusSeconds(120)), 0));
    assertThat(answer(store().count()) - before).isEqualTo(3);

    answer(store().remove(handle + "2", List.of(group)));
    assertThat(answer(store().count()) - before).isEqualTo(2);

    NOW.updateAndGet(now -> now.plusSeconds(61));
    assertThat(answer(store().count())).isEqualTo(1);

    NOW.updateAndGet(now -> now.plusSeconds(60));
    assertThat(answer(store().count())).isZero();
  }

  @Test
  void prolongedSession_livesOn_whenItsFormerEndHasCome() {
    answer(store().put(entry(LAMP), 0));
    answer(store().put(new Entry(handle, SOFA, List.of(group), NOW.get().plusSeconds(120)), 1));
    NOW.updateAndGet(now -> now.plusSeconds(61));

    assertThat(answer(store().count())).isEqualTo(1);
    assertThat(answer(store().find(handle))).contains(new SessionStore.Stored(SOFA, 2));
    assertThat(answer(store().group(group))).containsExactly(handle);
  }

  @Test
  void sessionThatHasEndedAlready_isNotPut() {
    Entry late = new Entry(handle, LAMP, List.of(group), NOW.get());

    var _ = answer(store().put(late, 0));

    assertThat(answer(store().find(handle))).isEmpty();
  }

  @Test
  void whatIsAnnounced_isHeard() {
    List<String> heard = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> listening = new CompletableFuture<>();
    store()
        .listen(
            new SessionStore.Listener() {
              @Override
              public void announced(String what) {
                heard.add(what);
              }

              @Override
              public void missed() {
                listening.complete(null);
              }
            });
    if (store() instanceof RedisSessionStore) {
      answer(listening);
    }

    answer(store().announce("session:" + handle));

    await().until(() -> heard.contains("session:" + handle));
  }

  static <T> T answer(CompletableFuture<T> answer) {
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }
}
