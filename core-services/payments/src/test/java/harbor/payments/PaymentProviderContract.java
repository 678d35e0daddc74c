package harbor.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.service.row.Money;
import harbor.payments.PaymentProvider.Ending;
import harbor.payments.ProviderEntry.Kind;
import harbor.payments.ProviderEntry.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every provider does, the scripted one too. */
abstract class PaymentProviderContract {
  private static final Money PRICE = new Money(5_490, "EUR");
  private static final String CARD = "tok_approve";

  /** The one under test, with an empty ledger. */
  abstract PaymentProvider provider();

  /** From now on it cannot be reached. */
  abstract void takeDown();

  @Test
  void hold_isInTheLedger() {
    ProviderEntry entry = entered(provider().authorize("o-1/a", "o-1", PRICE, CARD));

    assertThat(entry)
        .isEqualTo(
            new ProviderEntry(
                1, "o-1/a", Kind.AUTHORIZE, Status.DONE, "o-1", entry.authorization(), PRICE, ""));
    assertThat(entry.authorization()).isNotEmpty();
    assertThat(provider().entries("o-1")).containsExactly(entry);
    assertThat(provider().entries("o-2")).isEmpty();
  }

  @Test
  void sameKey_isAnsweredAlike_andHappensOnce() {
    Ending first = provider().authorize("o-1/a", "o-1", PRICE, CARD);
    Ending declined = provider().authorize("o-1/b", "o-1", PRICE, "tok_decline");

    assertThat(provider().authorize("o-1/a", "o-1", PRICE, CARD)).isEqualTo(first);
    assertThat(provider().authorize("o-1/b", "o-1", PRICE, "tok_decline")).isEqualTo(declined);
    assertThat(provider().entries("o-1")).hasSize(2);
  }

  @Test
  void sameKey_isRejected_forAnotherRequest() {
    String authorization = held("o-1");

    assertThat(provider().capture("o-1/a", authorization, PRICE))
        .isInstanceOf(Ending.Rejected.class);
    assertThat(provider().entries("o-1")).hasSize(1);
  }

  @Test
  void card_isDeclined() {
    ProviderEntry entry = entered(provider().authorize("o-1/a", "o-1", PRICE, "tok_decline"));

    assertThat(entry.status()).isEqualTo(Status.REFUSED);
    assertThat(entry.reason()).isEqualTo("card_declined");
    assertThat(Holding.of(List.of(entry)).getFirst().isEmpty()).isTrue();
  }

  @Test
  void rest_isLetGo_whenAPartIsCaptured() {
    String authorization = held("o-1");

    entered(provider().capture("o-1/b", authorization, new Money(5_000, "EUR")));

    assertThat(Holding.of(provider().entries("o-1")))
        .containsExactly(new Holding(authorization, "EUR", false, 0, 5_000));
    assertThat(entered(provider().capture("o-1/c", authorization, new Money(1, "EUR"))).status())
        .isEqualTo(Status.REFUSED);
    assertThat(entered(provider().release("o-1/d", authorization)).status())
        .isEqualTo(Status.REFUSED);
  }

  @Test
  void noMoreGoesBack_thanWasTaken() {
    String authorization = held("o-1");
    entered(provider().capture("o-1/b", authorization, PRICE));

    assertThat(entered(provider().refund("o-1/c", authorization, new Money(3_000, "EUR"))).status())
        .isEqualTo(Status.DONE);
    assertThat(entered(provider().refund("o-1/d", authorization, new Money(2_491, "EUR"))).status())
        .isEqualTo(Status.REFUSED);
    assertThat(Holding.of(provider().entries("o-1")).getFirst().taken()).isEqualTo(2_490);
  }

  @Test
  void hold_isLetGo_byAVoid() {
    String authorization = held("o-1");

    assertThat(entered(provider().release("o-1/b", authorization)).amount()).isEqualTo(PRICE);

    assertThat(Holding.of(provider().entries("o-1")).getFirst().isEmpty()).isTrue();
    assertThat(entered(provider().capture("o-1/c", authorization, PRICE)).status())
        .isEqualTo(Status.REFUSED);
  }

  @Test
  void review_isEnded_byAVoid() {
    ProviderEntry entry = entered(provider().authorize("o-1/a", "o-1", PRICE, "tok_review"));
    assertThat(entry.status()).isEqualTo(Status.IN_REVIEW);
    assertThat(Holding.of(provider().entries("o-1")).getFirst().isHeld()).isTrue();

    entered(provider().release("o-1/b", entry.authorization()));

    assertThat(Holding.of(provider().entries("o-1")).getFirst().isEmpty()).isTrue();
  }

  @Test
  void lostAnswer_isUnknown_andTheSameKeyFindsIt() {
    assertThat(provider().authorize("o-1/a", "o-1", PRICE, "tok_timeout"))
        .isEqualTo(new Ending.Unknown());

    ProviderEntry found = provider().entries("o-1").getFirst();
    assertThat(found.key()).isEqualTo("o-1/a");
    assertThat(provider().authorize("o-1/a", "o-1", PRICE, "tok_timeout"))
        .isEqualTo(new Ending.Entered(found));
  }

  @Test
  void unknownAuthorization_isRejected() {
    assertThat(provider().capture("o-1/a", "sb_none", PRICE)).isInstanceOf(Ending.Rejected.class);
    assertThat(provider().ledger(0, 10)).isEmpty();
  }

  @Test
  void ledger_isReadInPages() {
    held("o-1");
    held("o-2");
    held("o-3");

    assertThat(provider().ledger(0, 2)).extracting(ProviderEntry::number).containsExactly(1L, 2L);
    assertThat(provider().ledger(2, 2)).extracting(ProviderEntry::reference).containsExactly("o-3");
    assertThat(provider().ledger(3, 2)).isEmpty();
  }

  @Test
  void nothingIsSent_whenItIsDown() {
    takeDown();

    assertThat(provider().authorize("o-1/a", "o-1", PRICE, CARD)).isEqualTo(new Ending.NotSent());
    assertThatThrownBy(() -> provider().entries("o-1")).isInstanceOf(ProviderUnavailable.class);
    assertThatThrownBy(() -> provider().ledger(0, 1)).isInstanceOf(ProviderUnavailable.class);
  }

  private String held(String reference) {
    return entered(provider().authorize(reference + "/a", reference, PRICE, CARD)).authorization();
  }

  private static ProviderEntry entered(Ending ending) {
    assertThat(ending).isInstanceOf(Ending.Entered.class);
    return ((Ending.Entered) ending).entry();
  }
}
