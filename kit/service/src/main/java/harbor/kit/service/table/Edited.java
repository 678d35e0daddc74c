package harbor.kit.service.table;

import com.google.protobuf.Message;
import harbor.kit.service.call.AdministrativeAct;
import harbor.kit.service.call.Failure;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * How an administrator's change of one row ended.
 *
 * @param <R> a row
 */
public sealed interface Edited<R> {
  /** As it is now. */
  record Done<R>(R row) implements Edited<R> {}

  /** There is no such row. */
  record Unknown<R>() implements Edited<R> {}

  /** It is another version than the one that was seen; nothing changed. */
  record OtherVersion<R>(R now) implements Edited<R> {}

  /**
   * Changes a row if it has the version that was seen.
   *
   * @param locked until the transaction ends; empty: there is none
   * @param versionOf a row
   * @param change writes the row and gives what became of it
   */
  static <R> Edited<R> of(
      Optional<R> locked, ToLongFunction<R> versionOf, long version, UnaryOperator<R> change) {
    if (locked.isEmpty()) {
      return new Unknown<>();
    }
    R now = locked.get();
    return versionOf.applyAsLong(now) == version
        ? new Done<>(change.apply(now))
        : new OtherVersion<>(now);
  }

  /**
   * As it is now, with a line in the audit log; anything else is a {@link Failure}.
   *
   * @param id of the row
   * @param unknown the reason when there is no such row
   * @param message of a row
   */
  default <M extends Message> M message(String id, String unknown, Function<R, M> message) {
    return switch (this) {
      case Done<R>(R row) -> {
        AdministrativeAct.done(id);
        yield message.apply(row);
      }
      case Unknown<R> _ -> throw Failure.notFound(unknown, "There is no such row.");
      case OtherVersion<R>(R now) -> {
        AdministrativeAct.refused("VERSION_MISMATCH", id);
        throw Failure.failedPrecondition(
                "VERSION_MISMATCH", "expected_version: the row has another version by now.")
            .with(message.apply(now));
      }
    };
  }
}
