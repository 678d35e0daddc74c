package harbor.kit.bff.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget();

  @Test
  void tenAnswers_payForOneTry() {
    answered(9);
    assertThat(budget.withdraw()).isFalse();
    answered(1);

    assertThat(budget.withdraw()).isTrue();
    assertThat(budget.withdraw()).isFalse();
  }

  @Test
  void tenTries_areSavedUpAtMost() {
    answered(1_000);

    assertThat(budget.left()).isEqualTo(10);
  }

  @Test
  void failedCall_takesOneAway_butNeverMoreThanThereAre() {
    answered(25);

    budget.failed();
    assertThat(budget.left()).isEqualTo(1);
    budget.failed();
    budget.failed();
    assertThat(budget.left()).isZero();

    answered(10);
    assertThat(budget.left()).isEqualTo(1);
  }

  @Test
  void sevenTenths_areKeptForCallsThatFailed() {
    answered(80);

    assertThat(budget.withdrawSpare()).isTrue();
    assertThat(budget.withdrawSpare()).isFalse();
    assertThat(budget.withdraw()).isTrue();
  }

  private void answered(int calls) {
    for (int i = 0; i < calls; i++) {
      budget.answered();
    }
  }
}
