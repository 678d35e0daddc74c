package harbor.payments;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A rule of risk: it speaks when all that it states is so.
 *
 * @param name what it is called, also as a reason
 * @param decision what it says
 * @param currency of the amount; empty without one
 * @param minAmount minor units; from this amount on
 * @param country of the destination
 * @param postalPrefix with which the destination's postal code begins
 * @param minRefusedTries from so many refused tries in the last hour on
 * @param minFraudScore from this score on; says nothing of guests, who have none
 * @param guest whether the buyer is a guest
 */
record RiskRule(
    String name,
    Decision decision,
    Optional<String> currency,
    OptionalLong minAmount,
    Optional<String> country,
    Optional<String> postalPrefix,
    OptionalInt minRefusedTries,
    OptionalInt minFraudScore,
    Optional<Boolean> guest) {

  /** What rules say, the strictest last. */
  enum Decision {
    ACCEPT,
    REVIEW,
    REFUSE
  }

  /**
   * What they are asked about.
   *
   * @param fraudScore of the buyer; empty for a guest
   */
  record Question(
      String orderId,
      long amountMinor,
      String currency,
      String country,
      String postalCode,
      OptionalInt fraudScore,
      int refusedTries) {}

  /** What was said, and the names of the rules that said it. */
  record Assessment(Decision decision, List<String> reasons) {}

  /** The strictest rule that speaks decides; the reasons are those that say the same. */
  static Assessment assess(List<RiskRule> rules, Question question) {
    List<RiskRule> speaking = rules.stream().filter(rule -> rule.speaksOf(question)).toList();
    Decision decision =
        speaking.stream().map(RiskRule::decision).max(Decision::compareTo).orElse(Decision.ACCEPT);
    return new Assessment(
        decision,
        speaking.stream()
            .filter(rule -> rule.decision() == decision)
            .map(RiskRule::name)
            .sorted()
            .toList());
  }

  private boolean speaksOf(Question question) {
    return (minAmount.isEmpty()
            || (currency.equals(Optional.of(question.currency()))
                && question.amountMinor() >= minAmount.getAsLong()))
        && country.map(question.country()::equals).orElse(true)
        && postalPrefix.map(question.postalCode()::startsWith).orElse(true)
        && (minRefusedTries.isEmpty() || question.refusedTries() >= minRefusedTries.getAsInt())
        && (minFraudScore.isEmpty()
            || (question.fraudScore().isPresent()
                && question.fraudScore().getAsInt() >= minFraudScore.getAsInt()))
        && guest.map(is -> is == question.fraudScore().isEmpty()).orElse(true);
  }
}
