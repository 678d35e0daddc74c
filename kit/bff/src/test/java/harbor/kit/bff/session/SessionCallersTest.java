package harbor.kit.bff.session;

import static harbor.kit.bff.session.TestSessions.answer;
import static harbor.kit.bff.session.TestSessions.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a request is looked up, and what counts as something that a person does. */
class SessionCallersTest {
  private final TestSessions test = new TestSessions();
  private final Sessions sessions = test.instance();
  private final AtomicInteger checked = new AtomicInteger();
  private final SessionCallers callers =
      new SessionCallers(
          sessions,
          Optional.of(
              _ -> {
                checked.incrementAndGet();
                return CompletableFuture.completedFuture(new BearerOutcome.Invalid());
              }),
          Accounts.NONE,
          Callers.NOBODY,
          Optional.empty());

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void request_isLookedUpOnce_whoeverAsks() {
    String cookie = test.signIn(sessions, "a-1001");
    ServiceRequestContext ctx = request("/web/cart", cookie);
    int before = test.store.calls.get();

    Identified first = answer(callers.unattended(ctx));

    assertThat(answer(callers.of(ctx))).isSameAs(first);
    assertThat(answer(callers.unattended(ctx)).caller().id()).isEqualTo("a-1001");
    assertThat(test.store.calls.get() - before).isEqualTo(1);
    answer(callers.of(request("/web/cart", cookie)));
    assertThat(test.store.calls.get() - before).isEqualTo(2);
  }

  @Test
  void refusal_isLookedUpOnceToo() {
    ServiceRequestContext ctx = request("/web/cart", "", "authorization: Bearer nonsense");

    assertThatThrownBy(() -> answer(callers.unattended(ctx)))
        .hasCauseInstanceOf(CallerRefusal.class);
    assertThatThrownBy(() -> answer(callers.of(ctx))).hasCauseInstanceOf(CallerRefusal.class);
    assertThat(checked).hasValue(1);
  }

  @Test
  void toBeCounted_isNothingThatAPersonDoes() {
    String cookie = test.signIn(sessions, "a-1001");
    test.passes(Duration.ofMinutes(20));
    ServiceRequestContext counted = request("/web/cart", cookie);
    answer(callers.unattended(counted));
    test.passes(Duration.ofMinutes(9));
    ServiceRequestContext served = request("/web/cart", cookie);
    answer(callers.unattended(served));

    answer(callers.of(served));
    test.passes(Duration.ofMinutes(20));
    assertThat(test.find(sessions, cookie)).isPresent();

    test.passes(Duration.ofMinutes(9));
    answer(callers.unattended(request("/web/cart", cookie)));
    test.passes(Duration.ofMinutes(2));
    assertThat(test.find(sessions, cookie)).isEmpty();
  }

  /** The counter-test: what is done is not started again for a while. */
  @Test
  void guestWhoBecameAUser_isToldAgain_untilThatIsDone() {
    String cookie = test.signIn(sessions, "a-1001");
    List<String> told = new ArrayList<>();
    SessionCallers merging =
        new SessionCallers(
            sessions,
            Optional.empty(),
            new Merging(told),
            _ -> CompletableFuture.completedFuture(new Identified.Visitor(Caller.guest("g-1"))),
            Optional.empty());

    for (int time = 0; time < 4; time++) {
      answer(merging.of(request("/web/cart", cookie)));
    }

    assertThat(told).containsExactly("g-1 a-1001", "g-1 a-1001");
  }

  /** Is done the second time. */
  private record Merging(List<String> told) implements Accounts {
    @Override
    public CompletionStage<Account> signedIn(IdentityClaims claims) {
      return NONE.signedIn(claims);
    }

    @Override
    public CompletionStage<Optional<Account>> of(String issuer, String subject) {
      return NONE.of(issuer, subject);
    }

    @Override
    public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
      told.add(guestId + " " + userId);
      return CompletableFuture.completedFuture(told.size() > 1);
    }
  }
}
