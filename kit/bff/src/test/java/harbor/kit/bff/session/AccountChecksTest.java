package harbor.kit.bff.session;

import static harbor.kit.bff.session.TestSessions.answer;
import static harbor.kit.bff.session.TestSessions.request;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of people of whose erasure nobody was told. */
class AccountChecksTest {
  private final TestSessions test = new TestSessions();
  private final Sessions sessions = test.instance();
  private final Shop shop = new Shop();
  private final String ann = test.signIn(sessions, "a-1001");
  private final String ben = test.signIn(sessions, "b-2002");

  @BeforeEach
  void check() {
    sessions.check(shop);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void sessionOfSomebodyWithoutAccount_ends_onceItIsUsed() {
    shop.erase("a-1001");
    test.passes(ofMinutes(1));

    assertThat(test.find(sessions, ann)).as("nobody waits for the check").isPresent();
    test.timersRun();

    assertThat(test.find(sessions, ann)).isEmpty();
    assertThat(test.provider.revoked).containsExactly("RT.1");
    assertThat(test.find(sessions, ben)).isPresent();
    assertThat(test.find(sessions, ben)).isPresent();
  }

  /** The counter-test: sessions that are not checked. */
  @Test
  void sessionOfSomebodyWithoutAccount_goesOn_whereNobodyIsAsked() {
    Sessions other = test.instance();
    shop.erase("a-1001");
    test.passes(ofMinutes(1));

    assertThat(test.find(other, ann)).isPresent();
    assertThat(test.find(other, ann)).isPresent();
  }

  @Test
  void session_isCheckedOnceAMinute() {
    for (int i = 0; i < 5; i++) {
      test.passes(ofSeconds(30));
      test.find(sessions, ann);
      test.find(sessions, ann);
      test.timersRun();
    }

    assertThat(shop.asked).containsExactly("sub-a-1001", "sub-a-1001");
  }

  @Test
  void whoAsksWhoIsSignedIn_waitsForTheCheck() {
    shop.erase("a-1001");
    assertThat(answer(sessions.checked(request("/auth/me", ann)))).isPresent();
    test.passes(ofMinutes(1));

    assertThat(answer(sessions.checked(request("/auth/me", ann)))).isEmpty();
    assertThat(answer(sessions.checked(request("/auth/me", ben)))).isPresent();
  }

  @Test
  void session_isCheckedAtOnce_whereAnErasureMayHaveBeenMissed() {
    Sessions started = test.instance();
    started.check(shop);
    shop.erase("a-1001");
    shop.erase("b-2002");

    assertThat(answer(started.checked(request("/auth/me", ann)))).isEmpty();

    assertThat(answer(sessions.checked(request("/auth/me", ben)))).isPresent();
    sessions.checkAgain();
    assertThat(answer(sessions.checked(request("/auth/me", ben)))).isEmpty();
  }

  @Test
  void sessionOfBefore_ends_whenItsPersonCameAgainAsSomebodyNew() {
    shop.erase("a-1001");
    shop.accounts.put("sub-a-1001", "c-3003");
    sessions.checkAgain();

    assertThat(answer(sessions.checked(request("/auth/me", ann)))).isEmpty();
  }

  @Test
  void outageOfTheAccounts_endsNothing_andTheSessionIsCheckedLater() {
    shop.erase("a-1001");
    shop.isDown = true;
    test.passes(ofMinutes(1));

    assertThat(answer(sessions.checked(request("/auth/me", ann)))).isPresent();
    assertThat(test.find(sessions, ann)).isPresent();
    assertThat(shop.asked).hasSize(1);

    shop.isDown = false;
    test.passes(ofMinutes(1));
    assertThat(answer(sessions.checked(request("/auth/me", ann)))).isEmpty();
  }

  @Test
  void streamOfSomebodyWithoutAccount_ends_thoughNothingElseIsAsked() {
    AtomicInteger anns = new AtomicInteger();
    AtomicInteger bens = new AtomicInteger();
    for (Map.Entry<String, AtomicInteger> one : Map.of(ann, anns, ben, bens).entrySet()) {
      Session session = test.find(sessions, one.getKey()).orElseThrow();
      var _ =
          sessions.whenEnded(
              new Identified.BySession(session), () -> one.getValue().incrementAndGet());
    }
    shop.erase("a-1001");

    test.passes(ofMinutes(1));

    await().until(() -> anns.get() > 0);
    await().until(() -> shop.asked.contains("sub-b-2002"));
    assertThat(bens).hasValue(0);
  }

  /** Accounts that a test erases. */
  private static final class Shop implements Accounts {
    private final Map<String, String> accounts =
        new ConcurrentHashMap<>(Map.of("sub-a-1001", "a-1001", "sub-b-2002", "b-2002"));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean isDown;

    private void erase(String userId) {
      accounts.remove("sub-" + userId);
    }

    @Override
    public CompletionStage<Account> signedIn(IdentityClaims claims) {
      return NONE.signedIn(claims);
    }

    @Override
    public CompletionStage<Optional<Account>> of(String issuer, String subject) {
      asked.add(subject);
      return isDown
          ? CompletableFuture.failedFuture(new IllegalStateException("down"))
          : CompletableFuture.completedFuture(
              Optional.ofNullable(accounts.get(subject)).map(Account::new));
    }

    @Override
    public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
      return NONE.guestBecame(guestId, userId);
    }
  }
}
