package harbor.payments;

import harbor.kit.service.row.Money;
import harbor.payments.Operation.Kind;
import java.util.Optional;

/**
 * What a caller asks for.
 *
 * @param key their name for it, unique in the order
 * @param buyer who pays by which card; of an authorisation
 */
record Ask(String orderId, String key, Kind kind, Money amount, Optional<Buyer> buyer) {
  /**
   * Who pays.
   *
   * @param cardToken the provider's token of a card
   */
  record Buyer(String cardToken, String country, String locale) {}
}
