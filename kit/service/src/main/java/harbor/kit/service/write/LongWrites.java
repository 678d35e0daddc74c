package harbor.kit.service.write;

import com.google.protobuf.Message;
import harbor.kit.service.call.Answer;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.kit.service.person.ErasedPeople;
import harbor.kit.service.write.IdempotencyKeys.OwnedKey;
import harbor.kit.service.write.IdempotencyKeys.Stored;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * Writes that go on after their transaction, like a saga: the key is recorded together with the
 * intent, names the work that it waits for, and is settled by that work's last transaction, whoever
 * carries it on. A key that waits has no age; one that was settled is kept for 24 hours like those
 * of {@link IdempotentWrites}, whose rules go for everything else. Every call needs a key and a
 * caller. Thread-safe.
 */
public final class LongWrites {
  private final Database database;
  private final IdempotencyKeys keys;

  /** Writes to a database. */
  public LongWrites(Database database, IdempotencyKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  /**
   * What is known of the current call's key.
   *
   * @param <A> the response
   */
  public sealed interface Known<A> {
    /** It is answered; a refusal is thrown instead. */
    record Answered<A>(A response) implements Known<A> {}

    /** It waits for this work. */
    record UnderWay<A>(String work) implements Known<A> {}
  }

  /**
   * What is known of the current call's key; empty when it is new. Whoever asks on behalf of a call
   * that did not begin the work marks its answer ({@link CallScope#markReplayed}).
   *
   * @throws Failure the stored refusal; or when the key is missing, malformed, or came with another
   *     request
   */
  public <A extends Message> Optional<Known<A>> find(Message request) {
    OwnedKey key = key();
    byte[] hash = IdempotencyKeys.hash(request);
    Optional<Known<A>> known =
        database.read(handle -> keys.findOf(handle, key, hash)).map(LongWrites::<A>known);
    return known;
  }

  /**
   * Begins the work in one transaction with its key, or gives what is known of the key by now.
   *
   * @param work writes the intent; a {@link Failure#decided} that it throws is kept, any other
   *     leaves neither intent nor key
   */
  public <A extends Message> Known<A> begin(
      Message request, HandleCallback<Known<A>, RuntimeException> work) {
    OwnedKey key = key();
    byte[] hash = IdempotencyKeys.hash(request);
    Begun<A> begun = database.write(handle -> begin(handle, key, hash, work));
    return switch (begun) {
      case Begun.Now<A>(Known<A> known) -> known;
      case Begun.Refused<A>(Failure refusal) -> throw refusal;
      case Begun.Before<A>(Stored stored) -> {
        CallScope.markReplayed();
        yield known(stored);
      }
    };
  }

  /** Answers all calls of a method that wait for a work; within its last transaction. */
  public void settle(Handle handle, String work, MethodDescriptor<?, ?> method, Message response) {
    keys.settle(handle, work, method.getFullMethodName(), false, response);
  }

  /** Refuses all calls of a method that wait for a work; within its last transaction. */
  public void settle(Handle handle, String work, MethodDescriptor<?, ?> method, Failure refusal) {
    keys.settle(
        handle, work, method.getFullMethodName(), true, Answer.message(refusal, database.schema()));
  }

  /** How a call began; all but {@link Before} is kept by then. */
  private sealed interface Begun<A> {
    record Now<A>(Known<A> known) implements Begun<A> {}

    record Refused<A>(Failure refusal) implements Begun<A> {}

    record Before<A>(Stored stored) implements Begun<A> {}
  }

  private <A extends Message> Begun<A> begin(
      Handle handle, OwnedKey key, byte[] hash, HandleCallback<Known<A>, RuntimeException> work) {
    ErasedPeople.refuse(handle, CallScope.caller());
    Optional<Stored> stored = keys.findLocked(handle, key, hash);
    if (stored.isPresent()) {
      return new Begun.Before<>(stored.get());
    }
    handle.savepoint("work");
    try {
      Known<A> known = work.withHandle(handle);
      keys.put(
          handle,
          key,
          switch (known) {
            case Known.Answered<A>(A response) -> Stored.response(hash, response);
            case Known.UnderWay<A>(String name) -> Stored.underWay(hash, name);
          });
      return new Begun.Now<>(known);
    } catch (Failure failure) {
      if (!failure.isDecided()) {
        throw failure;
      }
      handle.rollbackToSavepoint("work");
      keys.put(handle, key, Stored.refusal(hash, Answer.message(failure)));
      return new Begun.Refused<>(failure);
    }
  }

  @SuppressWarnings("unchecked") // A key is of one rpc: so is the response that is stored under it.
  private static <A extends Message> Known<A> known(Stored stored) {
    return stored.work() == null
        ? new Known.Answered<>((A) IdempotentWrites.read(stored))
        : new Known.UnderWay<>(stored.work());
  }

  private static OwnedKey key() {
    String key =
        IdempotentWrites.wellFormed(CallScope.idempotencyKey())
            .orElseThrow(IdempotentWrites::missingKey);
    if (CallScope.caller().isAnonymous()) {
      throw Failure.unauthenticated("NO_CALLER", "The call is on nobody's behalf.");
    }
    return new OwnedKey(CallScope.caller().subject(), CallScope.method().getFullMethodName(), key);
  }
}
