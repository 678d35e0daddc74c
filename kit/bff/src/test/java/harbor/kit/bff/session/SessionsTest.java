package harbor.kit.bff.session;

import static harbor.kit.bff.session.TestSessions.active;
import static harbor.kit.bff.session.TestSessions.answer;
import static harbor.kit.bff.session.TestSessions.request;
import static harbor.kit.bff.session.TestSessions.setCookie;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import harbor.kit.runtime.AuditLog;
import harbor.kit.runtime.ShortHash;
import harbor.kit.testing.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a session: begun, found, prolonged, ended. */
class SessionsTest {
  private final TestSessions test = new TestSessions();
  private final Sessions sessions = test.instance();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void cookie_isForThisHostAlone_andForNoScript() {
    ServiceRequestContext ctx = request("/auth/callback", "");

    answer(sessions.start(ctx, test.person("a-1001")));

    String[] parts = setCookie(ctx).split("; ", -1);
    assertThat(parts[0]).matches("__Host-Http-harbor-web-8080=[A-Za-z0-9_-]{43}");
    assertThat(Arrays.copyOfRange(parts, 1, parts.length))
        .containsExactlyInAnyOrder("Path=/", "Secure", "HTTPOnly", "SameSite=Lax");
    assertThat(Base64.getUrlDecoder().decode(parts[0].substring(parts[0].indexOf('=') + 1)))
        .hasSize(256 / 8);
  }

  @Test
  void deletion_hasTheAttributesOfTheCookie() {
    String cookie = test.signIn(sessions, "a-1001");
    ServiceRequestContext ctx = request("/auth/logout", cookie);

    Optional<Session> ended = answer(sessions.end(ctx));

    assertThat(ended.orElseThrow().userId()).isEqualTo("a-1001");
    assertThat(setCookie(ctx).replaceFirst("; Expires=[^;]+", "").split("; ", -1))
        .containsExactlyInAnyOrder(
            "__Host-Http-harbor-web-8080=",
            "Max-Age=0",
            "Path=/",
            "Secure",
            "HTTPOnly",
            "SameSite=Lax");
    assertThat(test.find(sessions, cookie)).isEmpty();
    assertThat(test.provider.revoked).containsExactly("RT.1");
  }

  @Test
  void audit_hasALineOfEachBeginningAndEnd_namedByHashes() {
    try (LogCapture log = LogCapture.of(AuditLog.LOGGER)) {
      String cookie = test.signIn(sessions, "a-1001");
      String handle = test.find(sessions, cookie).orElseThrow().handle();
      answer(sessions.start(request("/auth/callback", cookie), test.person("b-2002")));
      answer(sessions.end(request("/auth/logout", cookie)));
      answer(sessions.endOfProviderSession(TestSessions.ISSUER, "sid-b-2002"));
      answer(sessions.endOfPerson("b-2002"));

      String ann = "caller=" + Caller.user("a-1001").hash() + " session=" + ShortHash.of(handle);
      String ben = "caller=" + Caller.user("b-2002").hash() + " session=\\S{16}";
      assertThat(log.lines().stream().map(ILoggingEvent::getFormattedMessage).toList())
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("act=sign-in process=test-bff " + ann),
              line ->
                  assertThat(line)
                      .isEqualTo("act=sign-out process=test-bff " + ann + " how=replaced"),
              line -> assertThat(line).matches("act=sign-in process=test-bff " + ben),
              line ->
                  assertThat(line)
                      .matches("act=sign-out process=test-bff " + ben + " how=back-channel"));
      assertThat(log.lines().toString())
          .doesNotContain(
              cookie.substring(cookie.indexOf('=') + 1), handle, "a-1001", "RT.1", "AT.1");
    }
  }

  @Test
  void session_isFoundByItsCookie_withWhatItsPersonMay() {
    String cookie = test.signIn(sessions, "a-1001");

    Session session = test.find(sessions, "a=b; " + cookie + "; c=d").orElseThrow();

    assertThat(session.caller()).isEqualTo(Caller.user("a-1001", Set.of("admin")));
    assertThat(session.toString()).doesNotContain("AT.1", "a-1001", "Ann Ash");
    assertThat(cookie).doesNotContain(session.handle());
  }

  @Test
  void nobody_hasNoSession_andTheStoreIsNotAsked() {
    for (String cookie :
        List.of(
            "",
            "other=1",
            "__Host-Http-harbor-web-8080=short",
            "__Host-Http-harbor-web-8081=" + "a".repeat(43))) {
      assertThat(test.find(sessions, cookie)).isEmpty();
    }

    assertThat(test.store.calls).hasValue(0);
  }

  @Test
  void everySignIn_hasAnIdAndATagOfItsOwn() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      String cookie = test.signIn(sessions, "a-1001");
      seen.add(cookie);
      seen.add(test.find(sessions, cookie).orElseThrow().csrfTag());
    }

    assertThat(seen).hasSize(100);
  }

  @Test
  void signInOverALivingSession_endsIt_whoeversItWas() {
    String ofAnn = test.signIn(sessions, "a-1001");
    AtomicInteger ended = new AtomicInteger();
    var _ =
        sessions.whenEnded(
            new Identified.BySession(test.find(sessions, ofAnn).orElseThrow()),
            ended::incrementAndGet);
    ServiceRequestContext ctx = request("/auth/callback", ofAnn);

    answer(sessions.start(ctx, test.person("b-2002")));

    String ofBen = TestSessions.cookie(ctx);
    assertThat(ofBen).isNotEqualTo(ofAnn);
    assertThat(test.find(sessions, ofBen).orElseThrow().userId()).isEqualTo("b-2002");
    assertThat(test.find(sessions, ofAnn)).isEmpty();
    assertThat(ended).hasPositiveValue();
  }

  @Test
  void frontends_haveSessionsApart() {
    ServiceRequestContext admin = request("/admin/auth/callback", "");
    answer(sessions.start(admin, test.person("a-1001")));
    String cookie = TestSessions.cookie(admin);

    assertThat(cookie).startsWith("__Host-Http-harbor-admin-8080=");
    assertThat(answer(sessions.find(request("/admin/users", cookie)))).isPresent();
    assertThat(answer(sessions.find(request("/web/cart", cookie)))).isEmpty();
    assertThat(answer(sessions.find(request("/web/cart", cookie.replace("-admin-", "-web-")))))
        .as("the id of one frontend under the name of another")
        .isEmpty();
  }

  @Test
  void idleSession_ends_andActivityProlongsIt() {
    String cookie = test.signIn(sessions, "a-1001");
    for (int i = 0; i < 3; i++) {
      test.passes(TestSessions.IDLE.minusMinutes(2));
      assertThat(answer(active(sessions, cookie))).isPresent();
      awaitActivity(cookie);
    }

    test.passes(TestSessions.IDLE);

    assertThat(test.find(sessions, cookie)).isEmpty();
  }

  private void awaitActivity(String cookie) {
    await()
        .until(() -> test.find(sessions, cookie).orElseThrow().activeAt().equals(test.now.get()));
  }

  @Test
  void beingLookedFor_isNoActivity() {
    String cookie = test.signIn(sessions, "a-1001");
    test.passes(TestSessions.IDLE.minusSeconds(1));
    assertThat(test.find(sessions, cookie)).isPresent();

    test.passes(ofSeconds(1));

    assertThat(test.find(sessions, cookie)).isEmpty();
  }

  @Test
  void busySession_endsInAnyCase() {
    String cookie = test.signIn(sessions, "a-1001");
    Duration step = TestSessions.IDLE.minusMinutes(1);
    Instant end = test.now.get().plus(TestSessions.MAX);
    while (test.now.get().plus(step).isBefore(end)) {
      test.passes(step);
      assertThat(answer(active(sessions, cookie))).isPresent();
      awaitActivity(cookie);
    }

    test.now.set(end);

    assertThat(test.find(sessions, cookie)).isEmpty();
  }

  @Test
  void activity_isWrittenOnceAMinute() {
    String cookie = test.signIn(sessions, "a-1001");
    test.passes(ofMinutes(1));
    answer(active(sessions, cookie));
    awaitActivity(cookie);
    int before = test.store.calls.get();

    for (int i = 0; i < 10; i++) {
      test.passes(ofSeconds(5));
      answer(active(sessions, cookie));
    }

    assertThat(test.store.calls.get() - before).as("looks alone").isEqualTo(10);
  }

  @Test
  void slowerRequest_doesNotBringAnEndedSessionBack() {
    String cookie = test.signIn(sessions, "a-1001");
    Session known = test.find(sessions, cookie).orElseThrow();
    answer(sessions.end(request("/auth/logout", cookie)));

    assertThat(answer(sessions.update(known.handle(), Optional::of))).isEmpty();

    assertThat(test.find(sessions, cookie)).isEmpty();
  }

  @Test
  void sessionsOfAProvidersSession_endTogether_othersStay() {
    String first = test.signIn(sessions, "a-1001");
    String second = test.signIn(sessions, "a-1001");
    String other = test.signIn(sessions, "b-2002");

    assertThat(answer(sessions.endOfProviderSession(TestSessions.ISSUER, "sid-a-1001")))
        .isEqualTo(2);

    assertThat(test.find(sessions, first)).isEmpty();
    assertThat(test.find(sessions, second)).isEmpty();
    assertThat(test.find(sessions, other)).isPresent();
    assertThat(answer(sessions.endOfProviderSession("https://other.example", "sid-b-2002")))
        .isZero();
  }

  @Test
  void person_seesAndEndsOwnSessions_andNobodyElses() {
    String first = test.signIn(sessions, "a-1001");
    test.passes(ofSeconds(1));
    String second = test.signIn(sessions, "a-1001");
    String other = test.signIn(sessions, "b-2002");
    String othersHandle = test.find(sessions, other).orElseThrow().handle();

    List<SessionSummary> own = answer(sessions.of("a-1001"));

    assertThat(own)
        .extracting(SessionSummary::id)
        .containsExactly(
            test.find(sessions, second).orElseThrow().handle(),
            test.find(sessions, first).orElseThrow().handle());
    assertThat(answer(sessions.endOwn("a-1001", othersHandle))).isFalse();
    assertThat(answer(sessions.endOwn("a-1001", own.getFirst().id()))).isTrue();
    assertThat(answer(sessions.endOwn("a-1001", own.getFirst().id()))).isFalse();
    assertThat(test.find(sessions, second)).isEmpty();
    assertThat(test.find(sessions, first)).isPresent();
    assertThat(test.find(sessions, other)).isPresent();
    assertThat(answer(sessions.endOfPerson("a-1001"))).isEqualTo(1);
    assertThat(test.find(sessions, first)).isEmpty();
    assertThat(answer(sessions.of("a-1001"))).isEmpty();
  }

  @Test
  void storeThatIsDown_isNotNobody_andNoCookieIsTakenBack() {
    String cookie = test.signIn(sessions, "a-1001");
    test.store.isDown = true;
    ServiceRequestContext ctx = request("/auth/logout", cookie);

    assertUnavailable(() -> test.find(sessions, cookie));
    assertUnavailable(() -> answer(sessions.end(ctx)));
    assertUnavailable(() -> answer(sessions.start(request("/", ""), test.person("b-2002"))));

    assertThat(setCookie(ctx)).isEmpty();
    test.store.isDown = false;
    assertThat(test.find(sessions, cookie)).isPresent();
  }

  private static void assertUnavailable(ThrowingCallable asking) {
    assertThatThrownBy(asking)
        .hasCauseInstanceOf(CallerRefusal.class)
        .hasMessageContaining("SIGN_IN_UNAVAILABLE");
  }

  @Test
  void unreadableSession_isNobody_andSaidOnce() {
    String cookie = test.signIn(sessions, "a-1001");
    Session session = test.find(sessions, cookie).orElseThrow();
    ByteString bytes = answer(test.store.find(session.handle())).orElseThrow().bytes();
    List<ByteString> bad =
        List.of(
            ByteString.copyFrom(new byte[] {9}).concat(bytes.substring(1)),
            bytes.substring(0, bytes.size() / 2),
            ByteString.copyFrom(new SessionCodec(List.of(TestSessions.key(7))).write(session)));

    try (LogCapture log = LogCapture.of(Sessions.class)) {
      for (int i = 0; i < bad.size(); i++) {
        Sessions fresh = test.instance();
        answer(
            test.store.put(
                new SessionStore.Entry(session.handle(), bad.get(i), List.of(), session.endsAt()),
                i + 1));

        assertThat(test.find(fresh, cookie)).isEmpty();
        assertThat(test.find(fresh, cookie)).isEmpty();
        assertThat(log.lines()).hasSize(i + 1);
      }
      assertThat(log.lines().toString()).contains(session.handle()).doesNotContain("AT.1");
    }
  }

  @Test
  void keys_areChanged_underLivingSessions() {
    SessionSettings before = test.settings;
    byte[] k1 = TestSessions.key(1);
    byte[] k2 = TestSessions.key(2);
    Sessions readsBoth =
        test.instance(new SessionSettings(before.idle(), before.max(), List.of(k1, k2)));
    Sessions writesNew =
        test.instance(new SessionSettings(before.idle(), before.max(), List.of(k2, k1)));
    String old = test.signIn(sessions, "a-1001");
    String fresh = test.signIn(writesNew, "b-2002");

    assertThat(test.find(readsBoth, old)).isPresent();
    assertThat(test.find(readsBoth, fresh)).isPresent();
    assertThat(test.find(writesNew, old)).isPresent();
  }

  @Test
  void whatGoesOnForAPerson_ends_withTime() {
    String cookie = test.signIn(sessions, "a-1001");
    AtomicInteger session = new AtomicInteger();
    AtomicInteger bearer = new AtomicInteger();
    AtomicInteger left = new AtomicInteger();
    Identified who = new Identified.BySession(test.find(sessions, cookie).orElseThrow());
    var _ = sessions.whenEnded(who, session::incrementAndGet);
    var _ =
        sessions.whenEnded(
            new Identified.ByBearer(Caller.user("a-1001"), test.now.get().plus(ofMinutes(5))),
            bearer::incrementAndGet);
    sessions.whenEnded(who, left::incrementAndGet).run();
    var _ = sessions.whenEnded(Identified.NOBODY, left::incrementAndGet);

    test.passes(ofMinutes(5));
    await().until(() -> bearer.get() > 0);
    assertThat(session).hasValue(0);
    test.passes(TestSessions.IDLE);
    await().until(() -> session.get() > 0);

    assertThat(left).hasValue(0);
  }

  @Test
  void erasure_ends_whatGoesOnForSessionsAndBearers() {
    String cookie = test.signIn(sessions, "a-1001");
    AtomicInteger session = new AtomicInteger();
    AtomicInteger bearer = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    var _ =
        sessions.whenEnded(
            new Identified.BySession(test.find(sessions, cookie).orElseThrow()),
            session::incrementAndGet);
    var _ =
        sessions.whenEnded(
            new Identified.ByBearer(Caller.user("a-1001"), Instant.MAX), bearer::incrementAndGet);
    var _ =
        sessions.whenEnded(
            new Identified.ByBearer(Caller.user("b-2002"), Instant.MAX), others::incrementAndGet);

    answer(sessions.endOfPerson("a-1001"));

    assertThat(session).hasPositiveValue();
    assertThat(bearer).hasPositiveValue();
    assertThat(others).hasValue(0);
  }

  @Test
  void sessionThatEndsWhileItsStreamBegins_isNotMissed() {
    String cookie = test.signIn(sessions, "a-1001");
    var _ = sessions.whenEnded(new Identified.ByBearer(Caller.user("x"), Instant.MAX), () -> {});
    Identified who = new Identified.BySession(test.find(sessions, cookie).orElseThrow());
    answer(sessions.end(request("/auth/logout", cookie)));
    AtomicInteger ended = new AtomicInteger();

    var _ = sessions.whenEnded(who, ended::incrementAndGet);

    assertThat(ended).hasValue(1);
  }
}
