package harbor.kit.service.write;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import harbor.kit.client.Caller;
import harbor.kit.service.call.Answer;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.kit.service.person.ErasedPeople;
import harbor.kit.service.write.IdempotencyKeys.OwnedKey;
import harbor.kit.service.write.IdempotencyKeys.Stored;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * Answers writes, each in one transaction. A write that carries an idempotency key (metadata {@code
 * idempotency-key}) happens once: the transaction also keeps its response message under the key,
 * and whoever sends the same request with the same key within 24 hours gets those bytes, with
 * {@code idempotency-replayed: true} in the metadata of the answer (in the trailers of a refusal).
 *
 * <ul>
 *   <li>A key belongs to a caller and an rpc. Of a caller without an id nothing is looked up or
 *       kept: anybody could ask for it.
 *   <li>The same key with another request message: FAILED_PRECONDITION, IDEMPOTENCY_KEY_REUSED.
 *   <li>The same key while the first call is under way: ABORTED, IDEMPOTENCY_KEY_IN_USE. A process
 *       that dies in between leaves nothing: key and work are of one transaction.
 *   <li>A refusal that decided something ({@link Failure#decided}) is kept like a response, and the
 *       work is undone; any other failure leaves neither work nor key.
 * </ul>
 *
 * <p>On behalf of a user who was erased nothing is written: UNAUTHENTICATED, NO_CALLER.
 *
 * <p>Thread-safe.
 */
public final class IdempotentWrites {
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final Database database;
  private final IdempotencyKeys keys;
  private final boolean keyRequired;

  /** Writes to a database. */
  public IdempotentWrites(Database database, IdempotencyKeys keys) {
    this(database, keys, false);
  }

  private IdempotentWrites(Database database, IdempotencyKeys keys, boolean keyRequired) {
    this.database = database;
    this.keys = keys;
    this.keyRequired = keyRequired;
  }

  /** The same for rpcs that cost money or stock: without a key they are refused. */
  public IdempotentWrites keyRequired() {
    return new IdempotentWrites(database, keys, true);
  }

  /**
   * Does the work in a transaction and ends the call.
   *
   * @param observer of a unary call; nothing else may talk to it
   * @param request of the call
   * @param work makes the response; all that it writes is written through the handle
   */
  public <A extends Message> void answer(
      StreamObserver<A> observer, Message request, HandleCallback<A, RuntimeException> work) {
    Answer.answer(
        observer,
        () -> {
          Optional<String> key = key();
          if (key.isEmpty() || CallScope.caller().isAnonymous()) {
            return database.write(
                handle -> {
                  ErasedPeople.refuse(handle, CallScope.caller());
                  return work.withHandle(handle);
                });
          }
          return once(
              new OwnedKey(
                  CallScope.caller().subject(), CallScope.method().getFullMethodName(), key.get()),
              request,
              work);
        });
  }

  /** Forgets all that was answered to a caller who is known no more. */
  public void forget(Handle handle, Caller caller) {
    keys.forget(handle, caller.subject());
  }

  private Optional<String> key() {
    Optional<String> key = CallScope.idempotencyKey();
    if (key.isEmpty() && keyRequired) {
      throw missingKey();
    }
    return wellFormed(key);
  }

  static Failure missingKey() {
    return Failure.invalidArgument(
        "MISSING_IDEMPOTENCY_KEY", "idempotency-key is missing (expected: one for each write).");
  }

  static Optional<String> wellFormed(Optional<String> key) {
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw Failure.invalidArgument(
          "INVALID_IDEMPOTENCY_KEY",
          "idempotency-key is malformed (expected: 1 to 255 visible ASCII characters).");
    }
    return key;
  }

  @SuppressWarnings("unchecked") // A key is of one rpc: so is the response that is stored under it.
  private <A extends Message> A once(
      OwnedKey key, Message request, HandleCallback<A, RuntimeException> work) {
    byte[] hash = IdempotencyKeys.hash(request);
    Ending<A> ending = database.write(handle -> begin(handle, key, hash, work));
    return switch (ending) {
      case Ending.Done<A>(A response) -> response;
      case Ending.Refused<A>(Failure refusal) -> throw refusal;
      case Ending.Replayed<A>(Stored stored) -> (A) replay(stored);
    };
  }

  /** How a write ended; everything but {@link Replayed} is kept by then. */
  private sealed interface Ending<A> {
    record Done<A>(A response) implements Ending<A> {}

    record Refused<A>(Failure refusal) implements Ending<A> {}

    record Replayed<A>(Stored stored) implements Ending<A> {}
  }

  private <A extends Message> Ending<A> begin(
      Handle handle, OwnedKey key, byte[] hash, HandleCallback<A, RuntimeException> work) {
    ErasedPeople.refuse(handle, CallScope.caller());
    Optional<Stored> stored = keys.findLocked(handle, key, hash);
    return stored.isEmpty() ? work(handle, key, hash, work) : new Ending.Replayed<>(stored.get());
  }

  private <A extends Message> Ending<A> work(
      Handle handle, OwnedKey key, byte[] hash, HandleCallback<A, RuntimeException> work) {
    handle.savepoint("work");
    try {
      A response = work.withHandle(handle);
      keys.put(handle, key, Stored.response(hash, response));
      return new Ending.Done<>(response);
    } catch (Failure failure) {
      if (!failure.isDecided()) {
        throw failure;
      }
      handle.rollbackToSavepoint("work");
      keys.put(handle, key, Stored.refusal(hash, Answer.message(failure)));
      return new Ending.Refused<>(failure);
    }
  }

  private static Object replay(Stored stored) {
    CallScope.markReplayed();
    return read(stored);
  }

  /** The stored response of the current call's method; throws the stored refusal. */
  static Object read(Stored stored) {
    if (!stored.refused()) {
      return CallScope.method().parseResponse(stored.stream());
    }
    try {
      throw Failure.of(com.google.rpc.Status.parseFrom(stored.answer()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A stored refusal cannot be read", e);
    }
  }
}
