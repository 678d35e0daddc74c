package harbor.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.orders.mail.Mail;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 45: one mail for each confirmed order, whatever happens around it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfirmationMailIT {
  private final OrdersShop orders = new OrdersShop();

  @AfterAll
  void close() {
    orders.close();
  }

  @Test
  void mail_isSentOnce_whenTheOrderIsConfirmed() {
    Order order = new Placed(orders, 4_990).place("tok_ok");

    send();
    send();

    assertThat(orders.mailbox.of(order.getId()))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.receiver()).isEqualTo("ada@example.com");
              assertThat(mail.body()).contains("3 x The p-1: 10,00", "Total: 49,90");
            });
  }

  @Test
  void mails_areCounted_byHowTheyEnded_andTheOldestThatWaitsIsShown() {
    double sent = counted("sent");
    double failed = counted("failed");
    orders.mailbox.down(true);
    var _ = new Placed(orders, 4_990).place("tok_ok");
    orders.later(20);
    send();
    assertThat(oldest()).isGreaterThanOrEqualTo(20);
    assertThat(counted("failed")).isGreaterThan(failed);
    assertThat(counted("sent")).isEqualTo(sent);

    orders.mailbox.down(false);
    orders.later(3_600);
    send();

    assertThat(oldest()).isZero();
    assertThat(counted("sent")).isGreaterThan(sent);
  }

  @Test
  void order_isConfirmedAtOnce_andItsMailSentLater_whileTheMailServerIsDown() {
    orders.mailbox.down(true);
    Order order = new Placed(orders, 4_990).place("tok_ok");
    send();
    orders.later(3_600);
    send();
    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(orders.mailbox.of(order.getId())).isEmpty();

    orders.mailbox.down(false);
    orders.later(3_600);
    send();

    assertThat(orders.mailbox.of(order.getId())).hasSize(1);
  }

  @Test
  void mail_isNotSentAgain_whenItsReceiverIsRefusedForGood() {
    orders.mailbox.refusing(true);
    Order order = new Placed(orders, 4_990).place("tok_ok");
    send();
    orders.mailbox.refusing(false);
    orders.later(3_600);

    send();

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(orders.mailbox.of(order.getId())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "called", "after"})
  void mail_isSentUnderOneId_whoeverDiesAroundIt(String moment) {
    orders.later(120);
    send();
    Order order = new Placed(orders, 4_990).place("tok_ok");
    orders.stop.at("mail.send." + moment);
    assertThatThrownBy(() -> orders.first.runTimer("send-mail"))
        .isInstanceOf(OrdersShop.Stop.Killed.class);

    orders.later(60);
    send();

    assertThat(orders.mailbox.of(order.getId()))
        .hasSizeBetween(1, 2)
        .extracting(Mail::messageId)
        .containsOnly("order-" + order.getId() + "@harbor.invalid");
  }

  private double oldest() {
    return metrics().get("harbor.mails.oldest.seconds").gauge().value();
  }

  private double counted(String result) {
    return metrics().get("harbor.mails").tag("result", result).counter().count();
  }

  private MeterRegistry metrics() {
    return orders.second.telemetry().metrics();
  }

  private void send() {
    orders.second.runTimer("send-mail");
  }
}
