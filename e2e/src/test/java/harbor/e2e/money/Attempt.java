package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.orders.v1.Order;
import harbor.pricing.v1.Promotion;

/**
 * What is asked of an instance while a process is stopped, and again of another one until it has
 * its one end.
 */
abstract class Attempt {
  /** How it ends. */
  enum End {
    CONFIRMED,
    REFUSED,
    CANCELLED,
    RETURNED,
    OUTDATED,
    REVIEWED
  }

  final Shop shop;
  final Promotion coupon;
  final Purchase purchase;

  private Attempt(Shop shop) {
    this.shop = shop;
    coupon = shop.coupon(100);
    purchase = new Purchase(shop, 10).with(coupon);
  }

  /** A new one, by somebody new. */
  static Attempt at(Shop shop, End end) {
    return switch (end) {
      case CONFIRMED -> new Confirming(shop);
      case REFUSED -> new Refusing(shop);
      case CANCELLED -> new Cancelling(shop);
      case RETURNED -> new Returning(shop);
      case OUTDATED -> new Outdated(shop);
      case REVIEWED -> new Reviewed(shop);
    };
  }

  abstract void call(Shop there);

  abstract void assertEnded();

  /** Of those that place it, each with a card. */
  private abstract static class Placing extends Attempt {
    private final String card;

    Placing(Shop shop, String card) {
      super(shop);
      this.card = card;
    }

    @Override
    final void call(Shop there) {
      var _ = purchase.buyer.at(there).place(purchase.offer, card, "key");
    }

    /** What whoever places it is told in the end. */
    final String answer() {
      return Buyer.patientAnswer(() -> purchase.place(card));
    }

    final void assertRefused(String reason) {
      assertThat(answer()).isEqualTo(reason);
      purchase.assertRefused(reason);
      assertThat(shop.uses(coupon)).isZero();
    }
  }

  private static final class Confirming extends Placing {
    Confirming(Shop shop) {
      super(shop, "tok_approve");
    }

    @Override
    void assertEnded() {
      assertThat(answer()).startsWith("order ");
      purchase.assertConfirmed(3_490);
      assertThat(shop.uses(coupon)).isOne();
    }
  }

  private static final class Refusing extends Placing {
    Refusing(Shop shop) {
      super(shop, "tok_expired");
    }

    @Override
    void assertEnded() {
      assertRefused("PAYMENT_DECLINED");
    }
  }

  /** What was offered is in the cart no more: orders ask for another offer. */
  private static final class Outdated extends Placing {
    Outdated(Shop shop) {
      super(shop, "tok_approve");
      purchase.cart = purchase.buyer.add(purchase.cart, purchase.product, 1);
    }

    @Override
    void assertEnded() {
      assertRefused("PRICE_CHANGED");
    }
  }

  /** Its payment waits for the provider's people. Says what became of it without orders. */
  private static final class Reviewed extends Attempt {
    Reviewed(Shop shop) {
      super(shop);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).place(purchase.offer, "tok_review", "key");
    }

    @Override
    void assertEnded() {
      String order =
          shop.text(
              "SELECT order_id FROM orders.orders WHERE cart_id = '%s'", purchase.cart.getId());
      shop.review(order, true);
      await().atMost(Purchase.PATIENCE).until(() -> shop.underWay(order) == 0);
      assertThat(shop.text("SELECT status FROM orders.orders WHERE order_id = '%s'", order))
          .isEqualTo("CONFIRMED");
      assertThat(shop.net(order)).isEqualTo(3_490);
      assertThat(shop.left(purchase.product)).isEqualTo(8);
    }
  }

  private static final class Cancelling extends Attempt {
    private final Order order;

    Cancelling(Shop shop) {
      super(shop);
      order = placed(purchase);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).cancel(order.getId());
    }

    @Override
    void assertEnded() {
      var _ = purchase.buyer.cancel(order.getId());
      purchase.assertCancelled();
      assertThat(shop.uses(coupon)).isZero();
    }
  }

  private static final class Returning extends Attempt {
    private final Order order;

    Returning(Shop shop) {
      super(shop);
      order = placed(purchase);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).giveBack(order.getId(), "return", true);
    }

    @Override
    void assertEnded() {
      var _ = purchase.buyer.giveBack(order.getId(), "return", true);
      var _ = purchase.end();
      assertThat(shop.net(order.getId())).isEqualTo(1_500);
      assertThat(shop.left(purchase.product)).isEqualTo(9);
      assertThat(purchase.buyer.points()).isEqualTo(15);
    }
  }

  private static Order placed(Purchase purchase) {
    await()
        .atMost(Purchase.PATIENCE.multipliedBy(2))
        .until(() -> purchase.answer("tok_approve").startsWith("order "));
    return purchase.end();
  }
}
