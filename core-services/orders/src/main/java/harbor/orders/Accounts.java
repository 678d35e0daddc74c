package harbor.orders;

import java.util.Optional;

/** What orders needs of people's accounts. */
interface Accounts {
  /**
   * What is known of a user.
   *
   * @param mail where mail goes; empty: nowhere
   * @param address the default address, if there is one
   * @param country of it; empty without one
   */
  record Account(String mail, Optional<Order.Address> address, String country) {
    /** Of somebody of whom nothing is known. */
    static final Account NONE = new Account("", Optional.empty(), "");
  }

  /** The account of the user on whose behalf the current call is made. */
  Account current();

  /** How likely a user's orders are fraud, 0 to 1,000; empty when nobody knows. */
  Optional<Integer> fraudScore(String owner);

  /**
   * Books points once for each movement.
   *
   * @param movement names it, unique in the order
   * @param points may be negative
   */
  void book(String owner, String orderId, String movement, long points);
}
