package harbor.kit.bff.session;

import static harbor.kit.bff.session.TestSessions.answer;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeoplesTokensTest {
  private final TestSessions test = new TestSessions();
  private final Sessions sessions = test.instance();
  private final PeoplesTokens tokens = new PeoplesTokens(sessions, test.clock);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void token_isThatOfThePersonsSession_renewedWhereItIsDue_withoutARequest() {
    test.signIn(sessions, "ada");
    test.signIn(sessions, "ben");
    assertThat(of("ada")).contains("AT.1");

    test.passes(ofMinutes(6));

    assertThat(of("ada")).contains("AT.2");
    assertThat(test.provider.sent).containsExactly("RT.1");
  }

  @Test
  void token_isThatOfTheSession_inWhichTheyDidSomethingLast() {
    test.signIn(sessions, "ada");
    test.passes(ofMinutes(20));
    String last = test.signIn(sessions, "ada");

    assertThat(of("ada")).contains("AT.1");
    assertThat(test.provider.sent).as("the other session's is over").isEmpty();

    answer(sessions.end(TestSessions.request("/auth/logout", last)));
    assertThat(of("ada")).contains("AT.2");
  }

  @Test
  void token_isThatOfTheApp_untilItsEnd() {
    test.signIn(sessions, "ada");
    tokens.bearer("ada", "bearer", test.now.get().plusSeconds(60));
    tokens.bearer("ben", "bearer-of-ben", test.now.get().plusSeconds(60));

    assertThat(of("ada")).contains("bearer");
    assertThat(of("ben")).contains("bearer-of-ben");
    test.passes(ofMinutes(1));
    assertThat(of("ada")).contains("AT.1");
    assertThat(of("ben")).isEmpty();
  }

  @Test
  void nobody_hasAToken_whoIsNotSignedIn() {
    String cookie = test.signIn(sessions, "ada");

    assertThat(of("ben")).isEmpty();
    answer(sessions.end(TestSessions.request("/auth/logout", cookie)));
    assertThat(of("ada")).isEmpty();
  }

  /** An outage of the provider is no sign-out. */
  @Test
  void nobodyKnows_whileTheProviderDoesNotRenew_andTheSessionStays() {
    test.signIn(sessions, "ada");
    test.provider.answers(new RefreshOutcome.NotSent());
    test.passes(ofMinutes(6));

    assertThatThrownBy(() -> of("ada")).hasCauseInstanceOf(CallerRefusal.class);
    test.provider.answers(_ -> test.provider.next());
    test.passes(ofMinutes(1));

    assertThat(of("ada")).contains("AT.2");
  }

  private Optional<String> of(String userId) {
    return answer(tokens.of(userId));
  }
}
