package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.linecorp.armeria.common.HttpHeaderNames;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.runtime.AuditLog;
import harbor.kit.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Whom a request counts for, and what a client sees of it. */
final class RateLimitsIT {
  private static final LimitSettings SIXTY =
      new LimitSettings(
          Map.of(
              Limit.DEFAULT,
              new Limit(Limit.DEFAULT, 60, Duration.ofHours(1)),
              "checkout",
              new Limit("checkout", 5, Duration.ofHours(1))));

  /** Knows Anna and Ben, by tokens of theirs, and says so a little later. */
  private static final VerifiedClients CLIENTS =
      ctx -> {
        String bearer = ctx.request().headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return CompletableFuture.supplyAsync(
            () ->
                bearer.equals("anna") || bearer.equals("ben")
                    ? Optional.of(bearer)
                    : Optional.empty(),
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
      };

  @Test
  void clientsThatNobodyKnows_countForTheirAddress_whateverTheyBring() throws Exception {
    try (TestBff bff = TestBff.start(SIXTY, CLIENTS, OriginSettings.NONE)) {
      int allowed =
          allowed(bff, "/account/a", 100, _ -> "X-Nothing: at-all")
              + allowed(bff, "/account/a", 100, i -> "Cookie: __Host-Http-harbor=invented" + i)
              + allowed(bff, "/account/a", 100, i -> "Authorization: garbage" + i)
              + allowed(bff, "/things/a", 100, i -> "Authorization: garbage" + i)
              + allowed(bff, "/catalogue/a", 100, i -> "X-Guest-Id: invented" + i)
              + allowed(bff, "/catalogue/a", 10, _ -> "Authorization: anna");
      assertThat(allowed).isEqualTo(60);

      // Who is known, behind the same address.
      assertThat(allowed(bff, "/account/a", 70, _ -> "Authorization: anna")).isEqualTo(60);
      assertThat(allowed(bff, "/account/a", 70, _ -> "Authorization: ben")).isEqualTo(60);
    }
  }

  /** The counter-test: by what anybody can make up, everybody has a limit of their own. */
  @Test
  void clients_areNotHeldBack_whenTheyCountForWhatTheyMakeUp() throws Exception {
    VerifiedClients believing =
        ctx ->
            CompletableFuture.completedFuture(
                Optional.ofNullable(ctx.request().headers().get(HttpHeaderNames.AUTHORIZATION)));
    try (TestBff bff = TestBff.start(SIXTY, believing, OriginSettings.NONE)) {
      assertThat(allowed(bff, "/account/a", 100, i -> "Authorization: garbage" + i)).isEqualTo(100);
    }
  }

  /** The counter-test: without limits nobody asks too often. */
  @Test
  void clientThatAsksOften_isAnswered_andToldNothing_whenLimitsAreOff() throws Exception {
    try (TestBff bff = TestBff.start(LimitSettings.OFF, CLIENTS, OriginSettings.NONE)) {
      assertThat(allowed(bff, "/account/a", 100, _ -> "X-Nothing: at-all")).isEqualTo(100);
      Answer answer = RawHttp.request(bff.port(), "GET", "/account/a");
      assertThat(answer.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }
  }

  @Test
  void client_whomTheStoreCannotTell_countsForTheAddress() throws Exception {
    VerifiedClients down =
        _ -> CompletableFuture.failedFuture(new IllegalStateException("The store is down"));
    try (TestBff bff = TestBff.start(SIXTY, down, OriginSettings.NONE)) {
      assertThat(allowed(bff, "/account/a", 70, i -> "Cookie: session=" + i)).isEqualTo(60);
    }
  }

  @Test
  void answers_sayWhatIsLeft_andRefusalsWhenThereIsMore() throws Exception {
    try (TestBff bff = TestBff.start(SIXTY, CLIENTS, OriginSettings.NONE)) {
      Answer first = RawHttp.request(bff.port(), "GET", "/checkout/a");
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.header("ratelimit-policy")).isEqualTo("\"checkout\";q=5;w=3600");
      assertThat(first.header("ratelimit")).matches("\"checkout\";r=4;t=3(600|5\\d\\d)");

      allowed(bff, "/checkout/a", 4, _ -> "X-Nothing: at-all");
      Answer refused =
          RawHttp.request(bff.port(), "GET", "/checkout/a", "Accept: application/json");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("RATE_LIMITED");
      assertThat(refused.header("cache-control")).isEqualTo("no-store");
      assertThat(refused.header("ratelimit"))
          .isEqualTo("\"checkout\";r=0;t=" + refused.header("retry-after"));
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(3500, 3600);
      // The tighter limit is the route's alone.
      assertThat(RawHttp.request(bff.port(), "GET", "/account/a").status()).isEqualTo(200);
      assertThat(bff.metrics())
          .containsPattern("harbor_bff_rate_limited_total\\{[^}]*limit=\"checkout\"[^}]*} 1.0");
    }
  }

  /** A shared cache would show one client's to others. */
  @Test
  void answerThatSharedCachesKeep_saysNothingOfTheLimit_butItsRefusalDoes() throws Exception {
    LimitSettings one =
        new LimitSettings(Map.of(Limit.DEFAULT, new Limit(Limit.DEFAULT, 1, Duration.ofHours(1))));
    try (TestBff bff = TestBff.start(one, CLIENTS, OriginSettings.NONE)) {
      Answer kept = RawHttp.request(bff.port(), "GET", "/catalogue/a");
      assertThat(kept.header("cache-control")).startsWith("public");
      assertThat(kept.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy", "set-cookie");

      Answer refused = RawHttp.request(bff.port(), "GET", "/catalogue/a");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsKeys("ratelimit", "ratelimit-policy", "retry-after");
    }
  }

  @Test
  void clientsBehindAProxyThatIsBelieved_haveALimitEach_andIpv6OnesOneANetwork() throws Exception {
    try (TestBff bff = TestBff.start(SIXTY, CLIENTS, OriginSettings.NONE)) {
      assertThat(allowed(bff, "/things/a", 70, _ -> "X-Forwarded-For: 192.0.2.1")).isEqualTo(60);
      assertThat(allowed(bff, "/things/a", 70, _ -> "X-Forwarded-For: 192.0.2.2")).isEqualTo(60);
      assertThat(allowed(bff, "/things/a", 70, i -> "X-Forwarded-For: 2001:db8:1:2::" + i))
          .isEqualTo(60);
      assertThat(allowed(bff, "/things/a", 70, i -> "X-Forwarded-For: 2001:db8:1:3::" + i))
          .isEqualTo(60);
    }
  }

  /** The counter-test of that: whoever is no such proxy says nothing of who the client is. */
  @Test
  void clientsThatSayTheyAreBehindAProxy_countForTheirOwnAddress() throws Exception {
    try (TestBff bff =
        TestBff.start(SIXTY, CLIENTS, OriginSettings.NONE, List.of("192.0.2.0/24"))) {
      int allowed =
          allowed(bff, "/things/a", 40, i -> "X-Forwarded-For: 192.0.2." + i)
              + allowed(bff, "/things/a", 40, i -> "Forwarded: for=192.0.2." + i)
              + allowed(bff, "/things/a", 40, i -> "X-Real-IP: 192.0.2." + i);

      assertThat(allowed).isEqualTo(60);
    }
  }

  @Test
  void audit_hasOneLineOfWhoeverWasRefused_andOneOfWhoeverMayNot() throws Exception {
    try (TestBff bff = TestBff.start(SIXTY, CLIENTS, OriginSettings.NONE);
        LogCapture log = LogCapture.of(AuditLog.LOGGER)) {
      allowed(bff, "/things/a", 80, _ -> "X-Forwarded-For: 192.0.2.77");

      assertThat(log.lines().stream().map(ILoggingEvent::getFormattedMessage))
          .singleElement()
          .asString()
          .matches(
              "act=refusal process=test-bff code=RATE_LIMITED what=/things/\\{id}"
                  + " limit=default client=\\S{16} trace=\\S{32}")
          .doesNotContain("192.0.2.77");
    }
  }

  private static int allowed(TestBff bff, String path, int requests, IntFunction<String> header)
      throws IOException {
    int allowed = 0;
    for (int i = 0; i < requests; i++) {
      int status = RawHttp.request(bff.port(), "GET", path, header.apply(i + 1)).status();
      assertThat(status).isIn(200, 429);
      allowed += status == 200 ? 1 : 0;
    }
    return allowed;
  }
}
