package harbor.paymentssandbox;

import harbor.kit.runtime.Sha256;
import harbor.paymentssandbox.Entry.Kind;
import harbor.paymentssandbox.Entry.Status;
import harbor.paymentssandbox.Ledger.Line;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the provider holds, took and gave back. Every ending is an entry of the ledger and on the
 * disk before it is told. As real providers do, a key is answered with its first ending for ever,
 * also when that was a refusal. Thread-safe.
 */
final class Books implements AutoCloseable {
  /** Entries of a page at most. */
  static final int MAX_PAGE = 1_000;

  private static final int OTHER_AMOUNT = 500;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ledger ledger;
  private final InstantSource clock;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Line> byKey = new HashMap<>();
  private final Map<String, List<Entry>> byReference = new HashMap<>();
  private final Map<String, Account> accounts = new HashMap<>();

  /** Books over a ledger, which says what is in them. */
  Books(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
    ledger.read().forEach(this::post);
  }

  /**
   * How a request ended.
   *
   * @param replayed whether it had ended before this request
   */
  record Ending(Entry entry, TestCard card, boolean replayed) {}

  /** What is known of an authorisation. */
  private static final class Account {
    private final String reference;
    private final String currency;
    private final TestCard card;
    private boolean isHeld;
    private boolean isInReview;
    private boolean wasDelayed;
    private long held;
    private long captured;
    private long refunded;

    Account(String reference, String currency, TestCard card) {
      this.reference = reference;
      this.currency = currency;
      this.card = card;
    }
  }

  /** Holds money. */
  synchronized Ending authorize(
      String key, String reference, long amount, String currency, String token) throws Refused {
    String request = digest(Kind.AUTHORIZE, reference, amount, currency, token);
    Optional<Ending> before = before(key, request);
    if (before.isPresent()) {
      return before.get();
    }
    TestCard card = TestCard.of(token).orElse(TestCard.DECLINE);
    Ask ask = new Ask(key, Kind.AUTHORIZE, reference, id(), amount, currency, request, token);
    return switch (card) {
      case DECLINE -> append(ask.refused("card_declined"), card);
      case INSUFFICIENT_FUNDS -> append(ask.refused("insufficient_funds"), card);
      case DUPLICATE ->
          append(isHeld(reference) ? ask.refused("duplicate") : ask.ending(Status.DONE), card);
      case REVIEW -> append(ask.ending(Status.IN_REVIEW), card);
      case OTHER_AMOUNT ->
          append(ask.with(Math.max(1, amount - OTHER_AMOUNT), currency).ending(Status.DONE), card);
      case OTHER_CURRENCY ->
          append(
              ask.with(amount, currency.equals("USD") ? "EUR" : "USD").ending(Status.DONE), card);
      default -> append(ask.ending(Status.DONE), card);
    };
  }

  /** Takes held money, once; the rest is let go. */
  synchronized Ending capture(String key, String authorization, long amount, String currency)
      throws Refused {
    Account account = account(authorization);
    Ask ask = ask(key, Kind.CAPTURE, authorization, account, amount, currency);
    Optional<Ending> before = before(key, ask.request());
    if (before.isPresent()) {
      return before.get();
    }
    if (!account.currency.equals(currency)) {
      return append(ask.refused("currency_mismatch"), account.card);
    }
    if (!account.isHeld) {
      return append(ask.refused("not_held"), account.card);
    }
    if (amount > account.held) {
      return append(ask.refused("amount_too_large"), account.card);
    }
    if (account.card == TestCard.EXPIRED) {
      append(
          ask(id(), Kind.EXPIRE, authorization, account, account.held, currency)
              .ending(Status.DONE),
          account.card);
      return append(ask.refused("authorization_expired"), account.card);
    }
    if (account.card == TestCard.CAPTURE_NOT_YET && !account.wasDelayed) {
      return append(ask.refused("not_yet"), account.card);
    }
    return append(ask.ending(Status.DONE), account.card);
  }

  /** Lets go of what is held, and ends a review. */
  synchronized Ending release(String key, String authorization) throws Refused {
    Account account = account(authorization);
    Ask ask = ask(key, Kind.VOID, authorization, account, account.held, account.currency);
    Optional<Ending> before = before(key, ask.request());
    if (before.isPresent()) {
      return before.get();
    }
    return append(
        account.isHeld || account.isInReview
            ? ask.ending(Status.DONE)
            : ask.refused(account.captured > 0 ? "already_captured" : "not_held"),
        account.card);
  }

  /** Gives taken money back. */
  synchronized Ending refund(String key, String authorization, long amount, String currency)
      throws Refused {
    Account account = account(authorization);
    Ask ask = ask(key, Kind.REFUND, authorization, account, amount, currency);
    Optional<Ending> before = before(key, ask.request());
    if (before.isPresent()) {
      return before.get();
    }
    if (!account.currency.equals(currency)) {
      return append(ask.refused("currency_mismatch"), account.card);
    }
    return append(
        amount > account.captured - account.refunded
            ? ask.refused("amount_too_large")
            : ask.ending(Status.DONE),
        account.card);
  }

  /** Ends the review of an authorisation. */
  synchronized Ending review(String authorization, boolean approve) throws Refused {
    if (!account(authorization).isInReview) {
      throw new Refused(409, "not_in_review");
    }
    Line line =
        byKey.values().stream()
            .filter(known -> known.entry().authorization().equals(authorization))
            .filter(known -> known.entry().status() == Status.IN_REVIEW)
            .findFirst()
            .orElseThrow();
    Entry asked = line.entry();
    Ask ask =
        new Ask(
            asked.key(),
            Kind.AUTHORIZE,
            asked.reference(),
            authorization,
            asked.amount(),
            asked.currency(),
            line.request(),
            line.card());
    return append(approve ? ask.ending(Status.DONE) : ask.refused("card_declined"), card(line));
  }

  /** The last entry of a key. */
  synchronized Optional<Entry> byKey(String key) {
    return Optional.ofNullable(byKey.get(key)).map(Line::entry);
  }

  /** All entries of a reference, in their order. */
  synchronized List<Entry> byReference(String reference) {
    return List.copyOf(byReference.getOrDefault(reference, List.of()));
  }

  /** Entries after a number, in their order. */
  synchronized List<Entry> after(long number, int max) {
    int from = (int) Math.min(Math.max(0, number), entries.size());
    int size = Math.min(Math.min(max, MAX_PAGE), entries.size() - from);
    return List.copyOf(entries.subList(from, from + size));
  }

  @Override
  public synchronized void close() throws IOException {
    ledger.close();
  }

  private Optional<Ending> before(String key, String request) throws Refused {
    Line line = byKey.get(key);
    if (line == null) {
      return Optional.empty();
    }
    if (!line.request().equals(request)) {
      throw new Refused(409, "idempotency_key_reused");
    }
    return Optional.of(new Ending(line.entry(), card(line), true));
  }

  private boolean isHeld(String reference) {
    return accounts.values().stream()
        .anyMatch(
            account ->
                account.reference.equals(reference) && (account.isHeld || account.captured > 0));
  }

  private Account account(String authorization) throws Refused {
    Account account = accounts.get(authorization);
    if (account == null) {
      throw new Refused(404, "unknown_authorization");
    }
    return account;
  }

  private Ending append(Line line, TestCard card) {
    ledger.append(line);
    post(line);
    return new Ending(line.entry(), card, false);
  }

  private void post(Line line) {
    Entry entry = line.entry();
    entries.add(entry);
    byKey.put(entry.key(), line);
    byReference.computeIfAbsent(entry.reference(), _ -> new ArrayList<>()).add(entry);
    Account account =
        accounts.computeIfAbsent(
            entry.authorization(),
            _ -> new Account(entry.reference(), entry.currency(), card(line)));
    if (entry.kind() == Kind.AUTHORIZE) {
      account.isInReview = entry.status() == Status.IN_REVIEW;
    }
    if (entry.status() != Status.DONE) {
      account.wasDelayed |= entry.kind() == Kind.CAPTURE;
      return;
    }
    switch (entry.kind()) {
      case AUTHORIZE -> {
        account.isHeld = true;
        account.held = entry.amount();
      }
      case CAPTURE -> {
        account.captured = entry.amount();
        letGo(account);
      }
      case VOID, EXPIRE -> letGo(account);
      case REFUND -> account.refunded += entry.amount();
    }
  }

  private static void letGo(Account account) {
    account.isHeld = false;
    account.isInReview = false;
    account.held = 0;
  }

  private static TestCard card(Line line) {
    return TestCard.of(line.card()).orElse(TestCard.DECLINE);
  }

  private Ask ask(
      String key, Kind kind, String authorization, Account account, long amount, String currency) {
    return new Ask(
        key,
        kind,
        account.reference,
        authorization,
        amount,
        currency,
        // how much is held when it is let go, nobody asked
        digest(kind, authorization, kind == Kind.VOID ? 0 : amount, currency),
        account.card.token());
  }

  /** Something that is asked, before it has an ending. */
  private final class Ask {
    private final String key;
    private final Kind kind;
    private final String reference;
    private final String authorization;
    private final long amount;
    private final String currency;
    private final String request;
    private final String card;

    Ask(
        String key,
        Kind kind,
        String reference,
        String authorization,
        long amount,
        String currency,
        String request,
        String card) {
      this.key = key;
      this.kind = kind;
      this.reference = reference;
      this.authorization = authorization;
      this.amount = amount;
      this.currency = currency;
      this.request = request;
      this.card = card;
    }

    String request() {
      return request;
    }

    Ask with(long otherAmount, String otherCurrency) {
      return new Ask(
          key, kind, reference, authorization, otherAmount, otherCurrency, request, card);
    }

    Line ending(Status status) {
      return line(status, "");
    }

    Line refused(String reason) {
      return line(Status.REFUSED, reason);
    }

    private Line line(Status status, String reason) {
      return new Line(
          new Entry(
              entries.size() + 1L,
              clock.instant().toString(),
              key,
              kind,
              status,
              reference,
              authorization,
              amount,
              currency,
              reason),
          request,
          card);
    }
  }

  private static String id() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return "sb_" + HexFormat.of().formatHex(bytes);
  }

  private static String digest(Kind kind, Object... what) {
    StringBuilder text = new StringBuilder(kind.name());
    for (Object part : what) {
      text.append('\n').append(part);
    }
    return HexFormat.of().formatHex(Sha256.of(text.toString()), 0, 16);
  }
}
