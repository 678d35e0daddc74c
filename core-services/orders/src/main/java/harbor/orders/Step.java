package harbor.orders;

import java.util.Locale;

/** What is asked of another service, once for each saga, however often it is tried. */
enum Step {
  /** Pricing: is the offer still what it would be now? */
  CONFIRM_OFFER,
  /** Payments: what do the rules say of this buyer? */
  ASSESS_RISK,
  /** Inventory: keep the pieces. */
  RESERVE_STOCK,
  /** Pricing: count the uses of limited promotions. */
  TAKE_COUPON,
  /** Payments: hold the money. */
  AUTHORIZE,
  /** Inventory: the pieces are sold. */
  COMMIT_STOCK,
  /** Shipping: plan the shipment, which may not leave yet. */
  PLAN_SHIPMENT,
  /** Payments: take the money. */
  CAPTURE,
  /** Shipping: the goods may leave. */
  RELEASE_SHIPMENT,
  /** Carts: exactly the ordered pieces leave the cart. */
  CLEAR_CART,
  /** Users: the balance gets what the order brings now. */
  BOOK_POINTS,
  /** Shipping: take the shipment back. */
  CANCEL_SHIPMENT,
  /** Payments: void or refund, as the provider's state demands. */
  UNDO_PAYMENT,
  /** Inventory: everything that did not come back by returns. */
  RELEASE_STOCK,
  /** Pricing: give the uses back. */
  GIVE_COUPON_BACK,
  /** Payments: give back what a return is worth. */
  REFUND,
  /** Inventory: put returned pieces back. */
  RESTOCK;

  /** As failpoints, spans and logs name it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
