package harbor.kit.bff.session;

import static harbor.kit.bff.session.TestSessions.answer;
import static harbor.kit.bff.session.TestSessions.request;
import static harbor.kit.bff.session.TestSessions.setCookie;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.session.RefreshOutcome.NotSent;
import harbor.kit.bff.session.RefreshOutcome.Refreshed;
import harbor.kit.bff.session.RefreshOutcome.Refused;
import harbor.kit.bff.session.RefreshOutcome.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When and how often a refresh token is sent, and what becomes of the session. */
class RefreshesTest {
  private final TestSessions test = new TestSessions();
  private final Sessions here = test.instance();
  private final Sessions there = test.instance();
  private final String cookie = test.signIn(here, "a-1001");

  @AfterEach
  void close() {
    test.close();
  }

  private void assertRefused(Sessions sessions, String event) {
    assertThatThrownBy(() -> test.find(sessions, cookie))
        .hasCauseInstanceOf(CallerRefusal.class)
        .hasMessageContaining(event);
  }

  @Test
  void accessToken_isRenewedBeforeItEnds_andNobodyWaitsForIt() {
    CompletableFuture<RefreshOutcome> pending = new CompletableFuture<>();
    test.provider.answers(_ -> pending);
    test.passes(TestSessions.ACCESS.minusSeconds(16));
    assertThat(test.find(here, cookie)).isPresent();
    assertThat(test.provider.sent).isEmpty();
    test.passes(ofSeconds(2));

    assertThat(test.find(here, cookie).orElseThrow().tokens().access()).isEqualTo("AT.1");
    assertThat(test.provider.sent).containsExactly("RT.1");

    pending.complete(new Refreshed(test.tokens(2)));
    assertThat(test.find(there, cookie).orElseThrow().tokens().access()).isEqualTo("AT.2");
  }

  @Test
  void slowProvider_isAskedOnce_andWhoCannotWaitKeepsTheSession() {
    CompletableFuture<RefreshOutcome> slow = new CompletableFuture<>();
    test.provider.answers(_ -> slow);
    test.passes(TestSessions.ACCESS);
    List<ServiceRequestContext> requests = new ArrayList<>();
    List<CompletableFuture<Optional<Session>>> early = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ServiceRequestContext ctx = request("/web/cart", cookie);
      requests.add(ctx);
      early.add((i % 2 == 0 ? here : there).find(ctx).toCompletableFuture());
    }
    early.forEach(
        one ->
            assertThatThrownBy(() -> answer(one))
                .hasCauseInstanceOf(CallerRefusal.class)
                .hasMessageContaining("SIGN_IN_UNAVAILABLE"));

    test.passes(ofSeconds(12));
    slow.complete(new Refreshed(test.tokens(2)));

    await()
        .untilAsserted(
            () ->
                assertThat(test.find(there, cookie).orElseThrow().tokens().refresh())
                    .contains("RT.2"));
    assertThat(test.find(here, cookie)).isPresent();
    assertThat(test.provider.sent).containsExactly("RT.1");
    assertThat(requests).allMatch(ctx -> setCookie(ctx).isEmpty());
  }

  @Test
  void refusedToken_endsTheSession_andTakesTheCookieBack() {
    AtomicInteger ended = new AtomicInteger();
    var _ =
        here.whenEnded(
            new Identified.BySession(test.find(here, cookie).orElseThrow()),
            ended::incrementAndGet);
    test.provider.answers(new Refused());
    test.passes(TestSessions.ACCESS);
    ServiceRequestContext ctx = request("/web/cart", cookie);

    assertThatThrownBy(() -> answer(here.find(ctx))).hasMessageContaining("NOT_SIGNED_IN");

    assertThat(setCookie(ctx)).contains("Max-Age=0");
    assertThat(test.find(there, cookie)).isEmpty();
    assertThat(answer(here.of("a-1001"))).isEmpty();
    assertThat(ended).hasPositiveValue();
    assertThat(test.provider.revoked).as("it was sent already").isEmpty();
  }

  @Test
  void unknownOutcome_endsTheSession_andTheTokenIsNeverSentAgain() {
    test.provider.answers(new Unknown());
    test.passes(TestSessions.ACCESS);

    assertRefused(here, "NOT_SIGNED_IN");

    assertThat(test.find(there, cookie)).isEmpty();
    assertThat(test.provider.sent).containsExactly("RT.1");
    assertThat(test.provider.revoked).isEmpty();
  }

  @Test
  void failureWithoutAnOutcome_countsAsUnknown() {
    test.provider.answers(
        _ -> CompletableFuture.failedFuture(new IllegalStateException("reset by peer")));
    test.passes(TestSessions.ACCESS);

    assertRefused(here, "NOT_SIGNED_IN");

    assertThat(test.find(there, cookie)).isEmpty();
  }

  @Test
  void providerThatIsDown_doesNotEndTheSession() {
    test.provider.answers(new NotSent());
    test.passes(TestSessions.ACCESS);

    assertRefused(here, "SIGN_IN_UNAVAILABLE");
    assertRefused(there, "SIGN_IN_UNAVAILABLE");
    assertThat(test.provider.sent).as("not with every request").hasSize(1);

    test.provider.answers(_ -> test.provider.next());
    test.passes(ofSeconds(1));
    assertThat(test.find(there, cookie).orElseThrow().tokens().access()).isEqualTo("AT.2");
    assertThat(test.provider.sent).containsExactly("RT.1", "RT.1");
  }

  @Test
  void requestGoesThrough_whileTheAccessTokenIsValid_thoughTheProviderIsDown() {
    test.provider.answers(new NotSent());
    test.passes(TestSessions.ACCESS.minusSeconds(10));

    for (int i = 0; i < 5; i++) {
      assertThat(test.find(here, cookie)).isPresent();
      test.passes(ofSeconds(1));
    }

    assertThat(test.provider.sent).hasSize(5).containsOnly("RT.1");
  }

  @Test
  void answerThatSaysLittle_leavesWhatIsKnown_andIsNotAskedForAgainAtOnce() {
    test.provider.answers(
        new Refreshed(new Tokens("AT.2", Optional.empty(), Optional.empty(), Optional.empty())));
    test.passes(TestSessions.ACCESS);
    for (int i = 0; i < 20; i++) {
      Tokens tokens = test.find(i % 2 == 0 ? here : there, cookie).orElseThrow().tokens();
      assertThat(tokens.access()).isEqualTo("AT.2");
      assertThat(tokens.idToken()).contains("ID1");
      test.passes(ofMillis(500));
    }
    assertThat(test.provider.sent).containsExactly("RT.1");

    test.passes(TestSessions.ACCESS);
    assertThat(test.find(here, cookie)).isPresent();

    assertThat(test.provider.sent).containsExactly("RT.1", "RT.1");
    assertThat(answer(here.endOfProviderSession(TestSessions.ISSUER, "sid-a-1001"))).isEqualTo(1);
  }

  @Test
  void cookie_staysTheSame_whenTokensAreRenewed() {
    test.passes(TestSessions.ACCESS);
    ServiceRequestContext ctx = request("/web/cart", cookie);

    assertThat(answer(here.find(ctx)).orElseThrow().tokens().access()).isEqualTo("AT.2");

    assertThat(setCookie(ctx)).isEmpty();
  }

  @Test
  void tokensOfASessionThatEndedMeanwhile_areRevoked_notStored() {
    CompletableFuture<RefreshOutcome> slow = new CompletableFuture<>();
    test.provider.answers(_ -> slow);
    test.passes(TestSessions.ACCESS);
    CompletableFuture<Optional<Session>> waiting =
        here.find(request("/web/account", cookie)).toCompletableFuture();
    answer(there.end(request("/auth/logout", cookie)));
    assertThat(test.provider.revoked).as("RT.1 may be spent").isEmpty();

    slow.complete(new Refreshed(test.tokens(2)));

    assertThatThrownBy(() -> answer(waiting)).hasMessageContaining("NOT_SIGNED_IN");
    assertThat(test.provider.revoked).containsExactly("RT.2");
    assertThat(test.find(here, cookie)).isEmpty();
  }

  @Test
  void markOfAProcessThatDied_endsTheSession() {
    test.provider.answers(_ -> new CompletableFuture<>());
    test.passes(TestSessions.ACCESS);
    var _ = here.find(request("/web/cart", cookie));
    assertThat(test.provider.sent).hasSize(1);

    test.passes(Sessions.MAX_REFRESH.multipliedBy(2));

    assertRefused(there, "NOT_SIGNED_IN");
    assertThat(test.find(there, cookie)).isEmpty();
    assertThat(test.provider.sent).hasSize(1);
  }

  @Test
  void newTokens_areStored_whenTheStoreIsBack() {
    test.provider.answers(
        _ -> {
          test.store.isDown = true;
          return test.provider.next();
        });
    test.passes(TestSessions.ACCESS);
    CompletableFuture<Optional<Session>> waiting =
        here.find(request("/web/cart", cookie)).toCompletableFuture();
    assertThat(waiting).isNotDone();

    test.store.isDown = false;

    assertThat(answer(waiting).orElseThrow().tokens().refresh()).contains("RT.2");
    assertThat(test.find(there, cookie).orElseThrow().tokens().refresh()).contains("RT.2");
  }

  @Test
  void markOfWhichNobodyKnowsWhetherItIsThere_isTakenAway_andNothingIsSent() {
    test.store.losesAnswers = true;
    test.passes(TestSessions.ACCESS);
    CompletableFuture<Optional<Session>> waiting =
        here.find(request("/web/cart", cookie)).toCompletableFuture();
    test.store.losesAnswers = false;

    assertThatThrownBy(() -> answer(waiting)).hasMessageContaining("SIGN_IN_UNAVAILABLE");
    assertThat(test.provider.sent).isEmpty();
    await().until(() -> isIdle());
    test.passes(ofSeconds(1));
    assertThat(test.find(there, cookie).orElseThrow().tokens().access()).isEqualTo("AT.2");
  }

  private boolean isIdle() {
    String handle = Hashes.of(cookie.substring(cookie.indexOf('=') + 1));
    return answer(here.update(handle, _ -> Optional.empty())).orElseThrow().refresh()
        instanceof Session.RefreshState.Idle;
  }

  @Test
  void providerWithoutRefreshTokens_isNotAsked() {
    SignedIn who = test.person("b-2002");
    SignedIn without =
        new SignedIn(
            who.userId(),
            who.roles(),
            who.issuer(),
            who.subject(),
            who.sid(),
            who.displayName(),
            new Tokens("AT.1", Optional.empty(), Optional.empty(), Optional.empty()));
    ServiceRequestContext ctx = request("/auth/callback", "");
    answer(here.start(ctx, without));
    test.passes(TestSessions.ACCESS.multipliedBy(2));

    assertThat(test.find(here, TestSessions.cookie(ctx))).isPresent();
    assertThat(test.provider.sent).isEmpty();
  }
}
