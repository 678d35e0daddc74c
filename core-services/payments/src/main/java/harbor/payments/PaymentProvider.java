package harbor.payments;

import harbor.kit.service.row.Money;
import java.util.List;

/**
 * Who holds, takes and gives back money. A key is answered with its first ending for ever: the same
 * operation with the same key happens once. Blocking; thread-safe.
 */
interface PaymentProvider {
  /** How an operation ended, as far as is known. */
  sealed interface Ending {
    /** The provider has it in its ledger. */
    record Entered(ProviderEntry entry) implements Ending {}

    /** The provider did not take the request, and there is nothing in its ledger. */
    record Rejected(String reason) implements Ending {}

    /** It may have happened or may still happen. */
    record Unknown() implements Ending {}

    /** The request never reached the provider. */
    record NotSent() implements Ending {}
  }

  /** Holds money. */
  Ending authorize(String key, String reference, Money amount, String cardToken);

  /** Takes held money, and lets go of the rest. */
  Ending capture(String key, String authorization, Money amount);

  /** Lets go of held money, and ends a review. */
  Ending release(String key, String authorization);

  /** Gives taken money back. */
  Ending refund(String key, String authorization, Money amount);

  /**
   * All entries of a reference, in their order: what is not there has not happened.
   *
   * @throws ProviderUnavailable when the provider cannot be asked
   */
  List<ProviderEntry> entries(String reference);

  /**
   * Entries of the ledger after a number, in their order.
   *
   * @throws ProviderUnavailable when the provider cannot be asked
   */
  List<ProviderEntry> ledger(long after, int max);
}
