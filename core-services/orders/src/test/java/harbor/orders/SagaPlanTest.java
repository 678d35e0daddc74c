package harbor.orders;

import static harbor.orders.Step.ASSESS_RISK;
import static harbor.orders.Step.AUTHORIZE;
import static harbor.orders.Step.BOOK_POINTS;
import static harbor.orders.Step.CAPTURE;
import static harbor.orders.Step.GIVE_COUPON_BACK;
import static harbor.orders.Step.PLAN_SHIPMENT;
import static harbor.orders.Step.RELEASE_STOCK;
import static harbor.orders.Step.RESERVE_STOCK;
import static harbor.orders.Step.UNDO_PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.call.Failure;
import harbor.kit.service.row.Audit;
import harbor.orders.Saga.Kind;
import harbor.orders.v1.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SagaPlanTest {
  private static final Ending.Refused NO =
      new Ending.Refused("WHY", Failure.failedPrecondition("WHY", "Because."));

  @Test
  void freeOrder_hasNoStepAtPayments() {
    assertThat(steps(order(0, false)))
        .doesNotContain(ASSESS_RISK, AUTHORIZE, CAPTURE, Step.TAKE_COUPON)
        .endsWith(BOOK_POINTS);
    assertThat(SagaPlan.undoing(PLAN_SHIPMENT, order(0, false))).doesNotContain(UNDO_PAYMENT);
  }

  @Test
  void captureDecides_andNothingAfterIt() {
    Order order = order(100, true);

    assertThat(SagaPlan.after(at(CAPTURE), order, Ending.DONE))
        .isEqualTo(new Move.On(Step.RELEASE_SHIPMENT, true));
    assertThat(SagaPlan.after(at(PLAN_SHIPMENT), order, Ending.DONE))
        .isEqualTo(new Move.On(CAPTURE, false));
  }

  @Test
  void undoing_goesInReverse_andUndoesTheStepThatWasUnderWay() {
    assertThat(SagaPlan.undoing(AUTHORIZE, order(100, true)))
        .containsExactly(UNDO_PAYMENT, GIVE_COUPON_BACK, RELEASE_STOCK);
    assertThat(SagaPlan.undoing(RESERVE_STOCK, order(100, true))).containsExactly(RELEASE_STOCK);
    assertThat(SagaPlan.undoing(ASSESS_RISK, order(100, true))).isEmpty();
  }

  @Test
  void refusal_turnsBack_onlyBeforeTheDecision() {
    Order order = order(100, true);

    assertThat(SagaPlan.after(at(RESERVE_STOCK), order, NO)).isInstanceOf(Move.Back.class);
    assertThat(
            SagaPlan.after(
                Moved.of(at(CAPTURE), order, Ending.DONE, new Move.On(BOOK_POINTS, true)).saga(),
                order,
                NO))
        .isInstanceOf(Move.Again.class);
  }

  @Test
  void refusalThatMayPass_isTriedUnderNewKeys_thenTakenForGood() {
    Order order = order(100, true);
    Ending notYet = new Ending.NotYet(NO);

    assertThat(SagaPlan.after(at(CAPTURE), order, notYet))
        .isEqualTo(new Move.Again(Duration.ofMillis(100), true));
    assertThat(SagaPlan.after(at(CAPTURE).again(2, 2), order, notYet))
        .isInstanceOf(Move.Back.class);
  }

  @Test
  void pauses_growUpToFiveSeconds() {
    List<Long> pauses = new ArrayList<>();
    for (int tries = 0; tries < 9; tries++) {
      if (SagaPlan.after(at(CAPTURE).again(0, tries), order(100, true), new Ending.Unknown(""))
          instanceof Move.Again(Duration pause, _)) {
        pauses.add(pause.toMillis());
      }
    }
    assertThat(pauses)
        .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L, 5_000L);
  }

  private static List<Step> steps(Order order) {
    List<Step> steps = new ArrayList<>();
    steps.add(SagaPlan.first(Kind.PLACE, order));
    while (SagaPlan.after(at(steps.getLast()), order, Ending.DONE)
        instanceof Move.On(Step next, _)) {
      steps.add(next);
    }
    return steps;
  }

  private static Saga at(Step step) {
    return new Saga(
        "s",
        "o",
        Kind.PLACE,
        step,
        Optional.empty(),
        false,
        "",
        0,
        0,
        false,
        false,
        "tok",
        1,
        new Saga.Origin("", "", ""));
  }

  private static Order order(long total, boolean hasPromotions) {
    Audit audit = new Audit(Instant.EPOCH, "x", Instant.EPOCH, "x", 1);
    return new Order(
        "o",
        "user:u",
        OrderStatus.ORDER_STATUS_PLACED,
        "",
        false,
        "c",
        1,
        "offer",
        List.of(),
        List.of(),
        Order.Review.NONE,
        hasPromotions,
        Optional.empty(),
        "",
        new Order.Shipping("standard", 0, 0, "", "", ""),
        new Order.Totals(total, 0, 0, total, 0, 0),
        "EUR",
        "DE",
        "de-DE",
        1,
        List.of(),
        List.of(),
        Instant.EPOCH,
        audit);
  }
}
