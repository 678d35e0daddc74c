package harbor.paymentssandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.StartFailed;
import harbor.paymentssandbox.Books.Ending;
import harbor.paymentssandbox.Entry.Kind;
import harbor.paymentssandbox.Entry.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the provider holds, takes and gives back, and what is left of it after the end. */
class BooksTest {
  private final Books books = new Books(Ledger.open(Optional.empty()), InstantSource.system());

  @ParameterizedTest
  @CsvSource({
    "tok_approve, DONE, ''",
    "tok_timeout, DONE, ''",
    "tok_decline, REFUSED, card_declined",
    "tok_insufficient_funds, REFUSED, insufficient_funds",
    "tok_of_nobody, REFUSED, card_declined",
    "tok_review, IN_REVIEW, ''"
  })
  void card_endsAsItsTokenSays(String token, Status status, String reason) throws Refused {
    Entry entry = authorize("k", token).entry();

    assertThat(entry.status()).isEqualTo(status);
    assertThat(entry.reason()).isEqualTo(reason);
    assertThat(entry.amount()).isEqualTo(5_490);
  }

  @Test
  void card_holdsAnotherAmountOrCurrency_whenItsTokenSaysSo() throws Refused {
    assertThat(authorize("k1", "tok_other_amount").entry().amount()).isEqualTo(4_990);
    assertThat(authorize("k2", "tok_other_currency").entry().currency()).isEqualTo("USD");
  }

  @Test
  void key_isAnsweredWithItsFirstEnding_alsoWithARefusal() throws Refused {
    Ending first = authorize("k1", "tok_approve");
    Ending refused = authorize("k2", "tok_decline");

    assertThat(authorize("k1", "tok_approve")).isEqualTo(replayed(first));
    assertThat(authorize("k2", "tok_decline")).isEqualTo(replayed(refused));
    assertThat(books.after(0, 100)).hasSize(2);
  }

  @Test
  void key_isRefused_withAnotherRequest() throws Refused {
    String authorization = authorize("k1", "tok_approve").entry().authorization();

    assertThatThrownBy(() -> authorize("k1", "tok_decline"))
        .isInstanceOf(Refused.class)
        .hasMessage("idempotency_key_reused");
    assertThatThrownBy(() -> books.capture("k1", authorization, 5_490, "EUR"))
        .isInstanceOf(Refused.class)
        .hasMessage("idempotency_key_reused");
  }

  @Test
  void rest_isLetGo_whenAPartIsCaptured() throws Refused {
    String authorization = authorize("k1", "tok_approve").entry().authorization();

    assertThat(capture("k2", authorization, 5_000).status()).isEqualTo(Status.DONE);
    assertThat(capture("k3", authorization, 1).reason()).isEqualTo("not_held");
    assertThat(books.release("k4", authorization).entry().reason()).isEqualTo("already_captured");
  }

  @Test
  void noMoreIsTakenOrGivenBack_thanThereIs() throws Refused {
    String authorization = authorize("k1", "tok_approve").entry().authorization();

    assertThat(capture("k2", authorization, 5_491).reason()).isEqualTo("amount_too_large");
    assertThat(books.capture("k3", authorization, 1, "USD").entry().reason())
        .isEqualTo("currency_mismatch");
    assertThat(capture("k4", authorization, 5_490).status()).isEqualTo(Status.DONE);
    assertThat(refund("k5", authorization, 3_000).status()).isEqualTo(Status.DONE);
    assertThat(refund("k6", authorization, 2_491).reason()).isEqualTo("amount_too_large");
    assertThat(refund("k7", authorization, 2_490).status()).isEqualTo(Status.DONE);
  }

  @Test
  void nothingIsTaken_afterAVoid() throws Refused {
    String authorization = authorize("k1", "tok_approve").entry().authorization();

    assertThat(books.release("k2", authorization).entry().amount()).isEqualTo(5_490);
    assertThat(capture("k3", authorization, 1).reason()).isEqualTo("not_held");
  }

  @Test
  void capture_isRefusedOnce_thenDoneWithAnotherKey_whenItIsTooEarly() throws Refused {
    String authorization = authorize("k1", "tok_capture_not_yet").entry().authorization();

    assertThat(capture("k2", authorization, 5_490).reason()).isEqualTo("not_yet");
    assertThat(capture("k2", authorization, 5_490).reason()).isEqualTo("not_yet");
    assertThat(capture("k3", authorization, 5_490).status()).isEqualTo(Status.DONE);
  }

  @Test
  void hold_lapses_whenItsTokenSaysSo() throws Refused {
    String authorization = authorize("k1", "tok_expired").entry().authorization();

    assertThat(capture("k2", authorization, 5_490).reason()).isEqualTo("authorization_expired");
    assertThat(books.byReference("order-1"))
        .extracting(Entry::kind)
        .containsExactly(Kind.AUTHORIZE, Kind.EXPIRE, Kind.CAPTURE);
  }

  @Test
  void duplicate_isDetected_andATryAfterTheVoidIsNone() throws Refused {
    String authorization = authorize("k1", "tok_duplicate").entry().authorization();

    assertThat(authorize("k2", "tok_duplicate").entry().reason()).isEqualTo("duplicate");
    books.release("k3", authorization);
    assertThat(authorize("k4", "tok_duplicate").entry().status()).isEqualTo(Status.DONE);
  }

  @Test
  void review_endsOnce() throws Refused {
    String approved = authorize("k1", "tok_review").entry().authorization();
    String voided = authorize("k2", "tok_review").entry().authorization();

    assertThat(books.review(approved, true).entry().status()).isEqualTo(Status.DONE);
    assertThat(authorize("k1", "tok_review").entry().status()).isEqualTo(Status.DONE);
    assertThat(books.release("k3", voided).entry().status()).isEqualTo(Status.DONE);
    assertThatThrownBy(() -> books.review(voided, true)).hasMessage("not_in_review");
    assertThatThrownBy(() -> books.review(approved, false)).hasMessage("not_in_review");
  }

  @Test
  void ledger_isReadAgain_afterTheEnd(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ledger");
    String authorization;
    try (Books before = open(file)) {
      authorization =
          before.authorize("k1", "order-1", 5_490, "EUR", "tok_approve").entry().authorization();
      before.capture("k2", authorization, 5_000, "EUR");
    }

    try (Books after = open(file)) {
      assertThat(after.byReference("order-1")).hasSize(2);
      assertThat(after.capture("k2", authorization, 5_000, "EUR").replayed()).isTrue();
      assertThat(after.refund("k3", authorization, 5_001, "EUR").entry().reason())
          .isEqualTo("amount_too_large");
      assertThat(after.after(0, 100)).extracting(Entry::number).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void tornLine_isCutOff_andItsNumberIsUsedAgain(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ledger");
    try (Books before = open(file)) {
      before.authorize("k1", "order-1", 5_490, "EUR", "tok_approve");
    }
    Files.writeString(file, "{\"entry\":{\"number\":2,", StandardOpenOption.APPEND);

    try (Books after = open(file)) {
      after.authorize("k2", "order-2", 1, "EUR", "tok_approve");
    }
    try (Books again = open(file)) {
      assertThat(again.after(0, 100)).extracting(Entry::key).containsExactly("k1", "k2");
    }
  }

  @Test
  void ledger_isUsedByOneAtATime(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ledger");
    try (Books _ = open(file)) {
      assertThatThrownBy(() -> open(file)).isInstanceOf(StartFailed.class);
    }
  }

  @Test
  void pages_goOnAfterANumber() throws Refused {
    for (int i = 0; i < 5; i++) {
      authorize("k" + i, "tok_approve");
    }

    assertThat(books.after(0, 2)).extracting(Entry::number).containsExactly(1L, 2L);
    assertThat(books.after(2, 2)).extracting(Entry::number).containsExactly(3L, 4L);
    assertThat(books.after(5, 2)).isEmpty();
  }

  private static Books open(Path file) throws IOException {
    return new Books(Ledger.open(Optional.of(file)), InstantSource.system());
  }

  private static Ending replayed(Ending ending) {
    return new Ending(ending.entry(), ending.card(), true);
  }

  private Ending authorize(String key, String token) throws Refused {
    return books.authorize(key, "order-1", 5_490, "EUR", token);
  }

  private Entry capture(String key, String authorization, long amount) throws Refused {
    return books.capture(key, authorization, amount, "EUR").entry();
  }

  private Entry refund(String key, String authorization, long amount) throws Refused {
    return books.refund(key, authorization, amount, "EUR").entry();
  }
}
