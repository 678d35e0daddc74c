package harbor.kit.bff.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagRuleTest {
  private static final List<String> USERS =
      IntStream.range(0, 10_000).mapToObj(i -> "user-" + i).toList();

  @Test
  void largerShare_takesNobodyOut_andChangesNobodysVariant() {
    FlagRule before = rule("home", true, 1_000, "red", "blue");
    FlagRule after = rule("home", true, 2_000, "red", "blue");

    Set<String> part = users(user -> !before.variantOf(user).equals("off"));

    assertThat(part).hasSizeBetween(900, 1_100);
    assertThat(part)
        .allSatisfy(user -> assertThat(after.variantOf(user)).isEqualTo(before.variantOf(user)));
    assertThat(users(user -> !after.variantOf(user).equals("off"))).hasSizeBetween(1_850, 2_150);
  }

  @ParameterizedTest
  @CsvSource({"true, 0, 0", "true, 10000, 10000", "false, 10000, 0"})
  void share_isNobodyOrAll_atItsEnds(boolean isEnabled, int basisPoints, int users) {
    FlagRule rule = rule("home", isEnabled, basisPoints, "on");

    assertThat(users(user -> rule.variantOf(user).equals("on"))).hasSize(users);
  }

  @Test
  void variants_areGivenByTheirWeights() {
    FlagRule rule =
        new FlagRule(
            "home",
            true,
            10_000,
            List.of(new FlagRule.Variant("rare", 1), new FlagRule.Variant("often", 3)));

    assertThat((double) users(user -> rule.variantOf(user).equals("rare")).size())
        .isCloseTo(2_500, within(200.0));
    assertThat(users(user -> rule.variantOf(user).equals("off"))).isEmpty();
  }

  @Test
  void twoFlags_divideUsersIndependently() {
    Set<String> one = users(user -> rule("one", true, 5_000, "on").variantOf(user).equals("on"));
    Set<String> both =
        users(
            user ->
                one.contains(user) && rule("two", true, 5_000, "on").variantOf(user).equals("on"));

    assertThat((double) both.size() / one.size()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void user_hasTheSameVariant_whereverItIsAsked() {
    FlagRule rule = rule("home-seen", true, 5_000, "on");

    // Said once for all: other processes and later releases must agree.
    assertThat(USERS.stream().limit(12).map(rule::variantOf).collect(Collectors.joining(" ")))
        .isEqualTo("off off on off on on on on off off on on");
  }

  @Test
  void ruleWithoutVariants_isOff() {
    assertThat(rule("home", true, 10_000).variantOf("user-1")).isEqualTo("off");
  }

  private static Set<String> users(Predicate<String> which) {
    return USERS.stream().filter(which).collect(Collectors.toSet());
  }

  private static FlagRule rule(String name, boolean isEnabled, int basisPoints, String... names) {
    return new FlagRule(
        name,
        isEnabled,
        basisPoints,
        List.of(names).stream().map(variant -> new FlagRule.Variant(variant, 1)).toList());
  }
}
