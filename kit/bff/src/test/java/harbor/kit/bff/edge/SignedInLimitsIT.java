package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import harbor.kit.bff.edge.SignedInBff.SignedInBrowser;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.bff.session.Frontend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom requests count for where people sign in, and over which connection. */
class SignedInLimitsIT {
  private static final int LIMIT = 30;
  private static final String LIMITS = "HARBOR_SIGNED_IN_BFF_LIMITS";

  @Test
  void users_countForThemselves_andWhoeverIsNotVerifiedForTheAddress() {
    try (SignedInBff bff =
        new SignedInBff(Frontend.app("app"), Map.of(LIMITS, "default=" + LIMIT + "/1h"))) {
      SignedInBrowser ann = bff.signIn("a-1001");
      SignedInBrowser annElsewhere = bff.signIn("a-1001");
      String name = ann.cookie().substring(0, ann.cookie().indexOf('=') + 1);
      int signIns = 2;

      int passed =
          passed(bff, 10, i -> "authorization: Bearer garbage" + i)
              + passed(bff, 10, i -> name + "A".repeat(40) + (100 + i))
              + passed(bff, 10, i -> "cookie: guest=0123456789abcdefghijkl" + i)
              + passed(bff, 10, _ -> "authorization: Bearer unavailable")
              + passed(bff, 10, _ -> "authorization: Bearer valid:users-down")
              + passed(bff, 10, _ -> "x-nothing: at-all");
      assertThat(passed).isEqualTo(LIMIT - signIns);

      assertThat(passed(bff, LIMIT + 10, _ -> ann.cookie())).isEqualTo(LIMIT);
      assertThat(passed(bff, 10, _ -> annElsewhere.cookie())).isZero();
      assertThat(passed(bff, 10, _ -> "authorization: Bearer valid:a-1001")).isZero();
      assertThat(passed(bff, LIMIT + 10, _ -> "authorization: Bearer valid:b-2002"))
          .isEqualTo(LIMIT);
    }
  }

  /** L3: each process counts for itself then, and nobody is let in twice or turned away. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void limits_goOn_whenRedisIsGone(boolean isSilent) {
    try (TestRedis redis = TestRedis.start();
        SignedInBff bff =
            new SignedInBff(
                Frontend.app("app"),
                Map.of("HARBOR_REDIS_URL", redis.url(), LIMITS, "default=" + LIMIT + "/1h"))) {
      await()
          .until(
              () -> {
                bff.get("/catalogue");
                return redis.<Long>ask(one -> (long) one.sync().keys("limit:*").size()) > 0;
              });
      if (isSilent) {
        redis.pause();
      } else {
        redis.kill();
      }

      List<AggregatedHttpResponse> answers = new ArrayList<>();
      for (int i = 0; i < LIMIT + 10; i++) {
        answers.add(bff.get("/cart"));
      }

      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(answer.status().code()).isIn(200, 429);
                assertThat(answer.headers().names())
                    .contains(
                        HttpHeaderNames.of("ratelimit"), HttpHeaderNames.of("ratelimit-policy"));
              });
      assertThat(answers.stream().filter(answer -> answer.status().code() == 200).count())
          .isBetween(1L, (long) LIMIT);
      redis.kill();
    }
  }

  @Test
  void process_hasOneConnectionToRedis_forCachesSessionsAndLimits() {
    TestRedis redis = TestRedis.start();
    try (redis;
        SignedInBff bff =
            new SignedInBff(
                Frontend.browser("web"),
                Map.of(
                    "HARBOR_REDIS_URL",
                    redis.url(),
                    "HARBOR_SESSION_KEYS",
                    SignedInBff.KEY,
                    LIMITS,
                    "default=1000/1h"))) {
      await()
          .untilAsserted(
              () -> {
                assertThat(bff.get("/test/login?user=a-1001").status().code()).isEqualTo(200);
                assertThat(redis.<Long>ask(one -> (long) one.sync().keys("limit:*").size()))
                    .isPositive();
                assertThat(redis.<Long>ask(one -> (long) one.sync().keys("harbor:*").size()))
                    .isPositive();
              });

      long own = 1;
      assertThat(redis.<Long>ask(one -> one.sync().clientList().lines().count()) - own)
          .isEqualTo(1);
    }
  }

  /** How many of these requests are not refused as too many. */
  private static int passed(SignedInBff bff, int requests, IntFunction<String> header) {
    int passed = 0;
    for (int i = 0; i < requests; i++) {
      passed += bff.get("/account", header.apply(i)).status().code() == 429 ? 0 : 1;
    }
    return passed;
  }
}
