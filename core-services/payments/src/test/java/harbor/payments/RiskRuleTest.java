package harbor.payments;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.payments.RiskRule.Decision;
import harbor.payments.RiskRule.Question;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules speak of an order, and what comes of several. */
class RiskRuleTest {
  private static final RiskRule LARGE = rule("LARGE", Decision.REVIEW, 1_000, "", "", 0, 0, null);
  private static final RiskRule HUGE_GUEST =
      rule("HUGE_GUEST", Decision.REFUSE, 5_000, "", "", 0, 0, true);
  private static final RiskRule PLACE = rule("PLACE", Decision.REVIEW, 0, "DE", "99", 0, 0, null);
  private static final RiskRule TRIES = rule("TRIES", Decision.REFUSE, 0, "", "", 3, 0, null);
  private static final RiskRule SCORE = rule("SCORE", Decision.REVIEW, 0, "", "", 0, 700, null);

  @ParameterizedTest
  @CsvSource({
    "999, EUR, DE, 10115, 0, 0, ACCEPT, ''",
    "1000, EUR, DE, 10115, 0, 0, REVIEW, LARGE",
    "1000, USD, DE, 10115, 0, 0, ACCEPT, ''",
    "5000, EUR, DE, 10115, 0, 0, REVIEW, LARGE",
    "5000, EUR, DE, 10115, -1, 0, REFUSE, HUGE_GUEST",
    "1, EUR, DE, 99084, 0, 0, REVIEW, PLACE",
    "1, EUR, AT, 99084, 0, 0, ACCEPT, ''",
    "1, EUR, DE, 10115, 0, 2, ACCEPT, ''",
    "1, EUR, DE, 10115, 0, 3, REFUSE, TRIES",
    "1, EUR, DE, 10115, 699, 0, ACCEPT, ''",
    "1, EUR, DE, 10115, 700, 0, REVIEW, SCORE",
    "1, EUR, DE, 10115, -1, 0, ACCEPT, ''",
    "1000, EUR, DE, 99084, 700, 0, REVIEW, LARGE PLACE SCORE",
    "1000, EUR, DE, 99084, 700, 3, REFUSE, TRIES"
  })
  void strictestRule_decides(
      long amount,
      String currency,
      String country,
      String postalCode,
      int score,
      int tries,
      Decision decision,
      String reasons) {
    RiskRule.Assessment said =
        RiskRule.assess(
            List.of(SCORE, LARGE, HUGE_GUEST, PLACE, TRIES),
            new Question(
                "o-1",
                amount,
                currency,
                country,
                postalCode,
                score < 0 ? OptionalInt.empty() : OptionalInt.of(score),
                tries));

    assertThat(said.decision()).isEqualTo(decision);
    assertThat(String.join(" ", said.reasons())).isEqualTo(reasons);
  }

  private static RiskRule rule(
      String name,
      Decision decision,
      long amount,
      String country,
      String postalPrefix,
      int tries,
      int score,
      @org.jspecify.annotations.Nullable Boolean guest) {
    return new RiskRule(
        name,
        decision,
        amount == 0 ? Optional.empty() : Optional.of("EUR"),
        amount == 0 ? OptionalLong.empty() : OptionalLong.of(amount),
        country.isEmpty() ? Optional.empty() : Optional.of(country),
        postalPrefix.isEmpty() ? Optional.empty() : Optional.of(postalPrefix),
        tries == 0 ? OptionalInt.empty() : OptionalInt.of(tries),
        score == 0 ? OptionalInt.empty() : OptionalInt.of(score),
        Optional.ofNullable(guest));
  }
}
