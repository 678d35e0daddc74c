package harbor.payments;

import harbor.kit.client.identity.Identity;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Money;
import harbor.payments.Books.Ending;
import harbor.payments.Books.Posting;
import harbor.payments.Operation.Kind;
import harbor.payments.Operation.Status;
import harbor.payments.Payment.Sums;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Payments in PostgreSQL, one method a transaction. Transactions of one order wait for each other;
 * none of them waits for the provider. Thread-safe.
 */
final class PostgresPaymentStore {
  /** What stands before the number of an entry that the provider made by itself. */
  private static final String OF_THE_PROVIDER = "provider.";

  static final String COLUMNS =
      """
      p.order_id, p.payment_id, p.number, p.amount_minor, p.currency, p.country, p.locale,
      p.status, p.held_minor, p.captured_minor, p.refunded_minor, p.refusal_reason,
      p.created_at, p.created_by, p.updated_at, p.updated_by, p.version
      """;

  private static final String LOCK =
      """
      SELECT 1 FROM pg_advisory_xact_lock(91, hashtext(:order))
      """;

  private static final String FIND =
      "SELECT " + COLUMNS + "FROM payments p WHERE p.order_id = :order";

  private static final String OPERATIONS =
      """
      SELECT operation_key, kind, status, amount_minor, currency, card_token,
             provider_authorization, refusal_reason, created_at
      FROM operations
      WHERE order_id = :order
      ORDER BY position
      """;

  private static final String INSERT_PAYMENT =
      """
      INSERT INTO payments
        (order_id, payment_id, amount_minor, currency, country, locale, status,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:order, :id, :amount, :currency, :country, :locale, 'PENDING',
         CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1)
      """;

  private static final String INSERT_OPERATION =
      """
      INSERT INTO operations
        (order_id, operation_key, kind, status, amount_minor, currency, card_token,
         provider_authorization, provider_entry,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:order, :key, :kind, :status, :amount, :currency, :cardToken,
         :authorization, :entry,
         CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1)
      ON CONFLICT (order_id, operation_key) DO NOTHING
      """;

  private static final String END_OPERATION =
      """
      UPDATE operations
      SET status = :status, amount_minor = :amount, provider_authorization = :authorization,
          provider_entry = :entry, refusal_reason = :reason,
          updated_at = greatest(created_at, CAST(:now AS timestamptz)), updated_by = :by,
          version = version + 1
      WHERE order_id = :order AND operation_key = :key
      """;

  private static final String POST =
      """
      INSERT INTO ledger_entries
        (order_id, operation_key, account, amount_minor, currency, created_at, created_by)
      SELECT :order, :key, moved.account, moved.amount, :currency, CAST(:now AS timestamptz), :process
      FROM (VALUES ('buyer', :buyer), ('held', :held), ('taken', :taken)) AS moved (account, amount)
      WHERE moved.amount <> 0
      """;

  private static final String SAVE =
      """
      UPDATE payments
      SET status = :status, held_minor = :held, captured_minor = :captured,
          refunded_minor = :refunded, refusal_reason = :reason,
          updated_at = greatest(created_at, CAST(:now AS timestamptz)), updated_by = :by,
          version = version + 1
      WHERE order_id = :order
      """;

  private static final String MARK =
      """
      INSERT INTO undone_orders
        (order_id, operation_key, created_at, created_by, updated_at, updated_by, version)
      VALUES (:order, :key, CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1)
      ON CONFLICT (order_id) DO NOTHING
      """;

  private static final String MARKED =
      """
      SELECT operation_key FROM undone_orders WHERE order_id = :order
      """;

  // An order may be unsettled for a moment: only what began before a time is old news.
  private static final String UNSETTLED =
      """
      SELECT DISTINCT order_id
      FROM operations
      WHERE status IN ('UNKNOWN', 'IN_REVIEW') AND created_at < CAST(:before AS timestamptz)
      ORDER BY order_id
      LIMIT :max
      """;

  private static final String COMPARED =
      """
      SELECT order_id, operation_key, status, amount_minor, currency, refusal_reason,
             coalesce(provider_entry, 0) AS provider_entry, created_at
      FROM operations
      WHERE order_id || '/' || operation_key = ANY (:keys)
         OR provider_entry BETWEEN :first AND :last
      """;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  PostgresPaymentStore(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** How a request begins. */
  sealed interface Begun {
    /**
     * The provider is to be asked; the operation is recorded.
     *
     * @param wasThere whether it may have been asked before
     */
    record Open(Operation operation, boolean wasThere) implements Begun {}

    /** First it has to be known how another operation ended. */
    record Blocked() implements Begun {}

    /** It is answered without the provider. */
    record Answered(Outcome outcome) implements Begun {}
  }

  /** An operation of ours as it is compared with the provider's ledger. */
  record Compared(
      String orderId,
      String key,
      Status status,
      Money amount,
      String refusalReason,
      long providerEntry,
      Instant beganAt) {}

  /** Of an order. */
  Optional<Payment> find(String orderId) {
    return database.read(handle -> find(handle, orderId));
  }

  /** Records what is about to be asked. */
  Begun begin(Ask ask) {
    return database.write(
        handle -> {
          lock(handle, ask.orderId());
          boolean undone = undoneBy(handle, ask.orderId()).isPresent();
          Optional<Payment> found = find(handle, ask.orderId());
          if (found.isEmpty()) {
            if (undone) {
              return new Begun.Answered(new Outcome.Refused(Refusal.OPERATION_UNDONE));
            }
            if (ask.buyer().isEmpty()) {
              return new Begun.Answered(new Outcome.UnknownPayment());
            }
            insert(handle, ask, ask.buyer().get());
            found = find(handle, ask.orderId());
          }
          return switch (Admission.of(found.orElseThrow(), ask, undone)) {
            case Admission.Answered(Outcome outcome) -> new Begun.Answered(outcome);
            case Admission.Blocked() -> new Begun.Blocked();
            case Admission.Asked(Operation operation) -> new Begun.Open(operation, true);
            case Admission.Admitted(String authorization) -> {
              Operation operation =
                  new Operation(
                      ask.key(),
                      ask.kind(),
                      Status.UNKNOWN,
                      ask.amount(),
                      ask.buyer().map(Ask.Buyer::cardToken),
                      authorization,
                      "",
                      now());
              insert(handle, ask.orderId(), operation, null);
              yield new Begun.Open(operation, false);
            }
          };
        });
  }

  /**
   * Records what is about to be given back by the provider's state, whatever is believed here; the
   * same again changes nothing.
   */
  Operation beginCompensation(
      String orderId, String key, Kind kind, Money amount, String authorization) {
    return database.write(
        handle -> {
          lock(handle, orderId);
          insert(
              handle,
              orderId,
              new Operation(
                  key, kind, Status.UNKNOWN, amount, Optional.empty(), authorization, "", now()),
              null);
          return find(handle, orderId).flatMap(payment -> payment.operation(key)).orElseThrow();
        });
  }

  /**
   * Records how operations ended, by entries of the provider; those that have ended already stay as
   * they are, in whichever order and however often entries are heard of.
   *
   * @return the payment afterwards
   */
  Optional<Payment> book(String orderId, List<ProviderEntry> entries) {
    return changed(
        orderId,
        draft -> {
          for (ProviderEntry entry : entries) {
            book(draft, entry);
          }
        });
  }

  /** Records that an operation was refused for good without an entry of the provider. */
  Payment refuse(String orderId, String key, Refusal refusal) {
    return changed(
            orderId,
            draft -> draft.operation(key).ifPresent(operation -> refuse(draft, operation, refusal)))
        .orElseThrow();
  }

  /** Leaves a mark that stops what has not arrived yet. */
  void markUndone(String orderId, String key) {
    database.<Void>write(
        handle -> {
          lock(handle, orderId);
          bound(handle.createUpdate(MARK), orderId).bind("key", key).execute();
          return null;
        });
  }

  /** The key with which an order was undone. */
  Optional<String> undoneBy(String orderId) {
    return database.read(handle -> undoneBy(handle, orderId));
  }

  /** Nothing of an undone order is open any more: the provider has nothing left to do it with. */
  Payment closeUndone(String orderId) {
    return changed(
            orderId,
            draft ->
                draft
                    .operations()
                    .forEach(operation -> refuse(draft, operation, Refusal.OPERATION_UNDONE)))
        .orElseThrow();
  }

  /** Orders with an operation that began before a time and whose end is not known. */
  List<String> unsettled(Instant before, int max) {
    return database.read(
        handle ->
            handle
                .createQuery(UNSETTLED)
                .bind("before", before.toString())
                .bind("max", max)
                .mapTo(String.class)
                .list());
  }

  /** Operations with one of these keys of the provider's, or ended by one of these entries. */
  List<Compared> compared(List<String> providerKeys, long firstEntry, long lastEntry) {
    return database.read(
        handle ->
            handle
                .createQuery(COMPARED)
                .bindArray("keys", String.class, providerKeys)
                .bind("first", firstEntry)
                .bind("last", lastEntry)
                .map(
                    (row, _) ->
                        new Compared(
                            row.getString("order_id"),
                            row.getString("operation_key"),
                            Status.valueOf(row.getString("status")),
                            money(row),
                            row.getString("refusal_reason"),
                            row.getLong("provider_entry"),
                            Rows.instant(row, "created_at")))
                .list());
  }

  /** The key of the operation that an entry is of. */
  static String providerKey(ProviderEntry entry) {
    return entry.kind() == ProviderEntry.Kind.EXPIRE
        ? providerKey(entry.reference(), OF_THE_PROVIDER + entry.number())
        : entry.key();
  }

  /** As the provider is told it: orders do not share keys. */
  static String providerKey(String orderId, String key) {
    return orderId + "/" + key;
  }

  /** A payment while a transaction changes it. */
  private static final class Draft {
    private final Handle handle;
    private final Payment before;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private Sums sums;

    Draft(Handle handle, Payment before) {
      this.handle = handle;
      this.before = before;
      this.sums = before.sums();
      before.operations().forEach(this::put);
    }

    String orderId() {
      return before.orderId();
    }

    void put(Operation operation) {
      operations.put(operation.key(), operation);
    }

    Optional<Operation> operation(String key) {
      return Optional.ofNullable(operations.get(key));
    }

    /** Whether the hold with this name of the provider's is in the ledger. */
    boolean isBooked(String authorization) {
      return operations.values().stream()
          .filter(operation -> operation.kind() == Kind.AUTHORIZE)
          .filter(operation -> operation.status() == Status.DONE)
          .anyMatch(operation -> operation.authorization().equals(authorization));
    }

    List<Operation> operations() {
      return List.copyOf(operations.values());
    }
  }

  /** Nothing is written when nothing changes. */
  private Optional<Payment> changed(String orderId, Consumer<Draft> change) {
    return database.write(
        handle -> {
          lock(handle, orderId);
          Optional<Payment> before = find(handle, orderId);
          if (before.isEmpty()) {
            return before;
          }
          Draft draft = new Draft(handle, before.get());
          change.accept(draft);
          if (draft.sums.equals(before.get().sums())
              && draft.operations().equals(before.get().operations())) {
            return before;
          }
          save(draft);
          Optional<Payment> saved = find(handle, orderId);
          outbox.append(handle, List.of(orderId));
          return saved;
        });
  }

  private void book(Draft draft, ProviderEntry entry) {
    if (entry.kind() == ProviderEntry.Kind.EXPIRE) {
      expire(draft, entry);
      return;
    }
    String prefix = providerKey(draft.orderId(), "");
    if (!entry.key().startsWith(prefix)) {
      return;
    }
    draft
        .operation(entry.key().substring(prefix.length()))
        .ifPresent(
            operation ->
                Books.ending(operation, entry, draft.sums, draft.isBooked(entry.authorization()))
                    .filter(ending -> ending.status() != operation.status())
                    .ifPresent(
                        ending ->
                            end(draft, operation, ending, entry.authorization(), entry.number())));
  }

  /** What the provider let go of by itself is an operation of its own. */
  private void expire(Draft draft, ProviderEntry entry) {
    String key = OF_THE_PROVIDER + entry.number();
    if (draft.sums.held() == 0
        || !draft.isBooked(entry.authorization())
        || draft.operation(key).isPresent()) {
      return;
    }
    Operation operation =
        new Operation(
            key,
            Kind.VOID,
            Status.DONE,
            entry.amount(),
            Optional.empty(),
            entry.authorization(),
            "",
            now());
    insert(draft.handle, draft.orderId(), operation, entry.number());
    draft.put(operation);
    post(draft, key, Books.letGo(draft.sums));
  }

  private void refuse(Draft draft, Operation operation, Refusal refusal) {
    if (operation.isOpen()) {
      end(
          draft,
          operation,
          new Ending(Status.REFUSED, operation.amount(), refusal.name(), Posting.NONE),
          operation.authorization(),
          null);
    }
  }

  private void end(
      Draft draft, Operation operation, Ending ending, String authorization, @Nullable Long entry) {
    bound(draft.handle.createUpdate(END_OPERATION), draft.orderId())
        .bind("key", operation.key())
        .bind("status", ending.status().name())
        .bind("amount", ending.amount().minor())
        .bind("authorization", authorization)
        .bind("entry", ending.status() == Status.DONE ? entry : null)
        .bind("reason", ending.refusalReason())
        .execute();
    draft.put(operation.ended(ending, authorization));
    post(draft, operation.key(), ending.posting());
  }

  private void post(Draft draft, String key, Posting posting) {
    bound(draft.handle.createUpdate(POST), draft.orderId())
        .bind("key", key)
        .bind("currency", draft.before.currency())
        .bind("process", process())
        .bind("buyer", posting.buyer())
        .bind("held", posting.held())
        .bind("taken", posting.taken())
        .execute();
    draft.sums = posting.on(draft.sums);
  }

  private void save(Draft draft) {
    Payment.Status status = Payment.status(draft.sums, draft.operations());
    String reason =
        status == Payment.Status.DECLINED
            ? draft.operations().reversed().stream()
                .filter(operation -> operation.kind() == Kind.AUTHORIZE)
                .findFirst()
                .map(Operation::refusalReason)
                .orElse("")
            : "";
    bound(draft.handle.createUpdate(SAVE), draft.orderId())
        .bind("status", status.name())
        .bind("held", draft.sums.held())
        .bind("captured", draft.sums.captured())
        .bind("refunded", draft.sums.refunded())
        .bind("reason", reason)
        .execute();
  }

  private static Optional<Payment> find(Handle handle, String orderId) {
    return handle
        .createQuery(FIND)
        .bind("order", orderId)
        .map((row, _) -> payment(row, operations(handle, orderId)))
        .findOne();
  }

  private static List<Operation> operations(Handle handle, String orderId) {
    return handle
        .createQuery(OPERATIONS)
        .bind("order", orderId)
        .map((row, _) -> operation(row))
        .list();
  }

  private static Optional<String> undoneBy(Handle handle, String orderId) {
    return handle.createQuery(MARKED).bind("order", orderId).mapTo(String.class).findOne();
  }

  private static void lock(Handle handle, String orderId) {
    handle.createQuery(LOCK).bind("order", orderId).mapTo(Integer.class).one();
  }

  private void insert(Handle handle, Ask ask, Ask.Buyer buyer) {
    bound(handle.createUpdate(INSERT_PAYMENT), ask.orderId())
        .bind("id", id())
        .bind("amount", ask.amount().minor())
        .bind("currency", ask.amount().currency())
        .bind("country", buyer.country())
        .bind("locale", buyer.locale())
        .execute();
  }

  /** Does nothing when it is there. */
  private void insert(Handle handle, String orderId, Operation operation, @Nullable Long entry) {
    bound(handle.createUpdate(INSERT_OPERATION), orderId)
        .bind("key", operation.key())
        .bind("kind", operation.kind().name())
        .bind("status", operation.status().name())
        .bind("amount", operation.amount().minor())
        .bind("currency", operation.amount().currency())
        .bind("cardToken", operation.cardToken().orElse(null))
        .bind("authorization", operation.authorization())
        .bind("entry", entry)
        .execute();
  }

  private <S extends SqlStatement<S>> S bound(S statement, String orderId) {
    return statement.bind("order", orderId).bindMap(Map.of("now", now().toString(), "by", by()));
  }

  /** Who is behind the work: a user, a guest, a process, or the service itself. */
  private static String by() {
    Identity identity = Identity.current();
    return identity.caller().isAnonymous() ? process() : identity.caller().subject();
  }

  /** Who stands in the ledger, which is never changed: no person, for a person may be erased. */
  private static String process() {
    return Identity.current().process().orElse("payments");
  }

  static Payment payment(ResultSet row, List<Operation> operations) throws SQLException {
    return new Payment(
        row.getString("payment_id"),
        row.getString("order_id"),
        Payment.Status.valueOf(row.getString("status")),
        money(row),
        new Sums(
            row.getLong("held_minor"),
            row.getLong("captured_minor"),
            row.getLong("refunded_minor")),
        row.getString("refusal_reason"),
        row.getString("country"),
        row.getString("locale"),
        operations,
        Rows.audit(row));
  }

  private static Operation operation(ResultSet row) throws SQLException {
    return new Operation(
        row.getString("operation_key"),
        Kind.valueOf(row.getString("kind")),
        Status.valueOf(row.getString("status")),
        money(row),
        Optional.ofNullable(row.getString("card_token")),
        row.getString("provider_authorization"),
        row.getString("refusal_reason"),
        Rows.instant(row, "created_at"));
  }

  private static Money money(ResultSet row) throws SQLException {
    return new Money(row.getLong("amount_minor"), row.getString("currency"));
  }

  private static String id() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As exact as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
