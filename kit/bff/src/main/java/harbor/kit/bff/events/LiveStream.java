package harbor.kit.bff.events;

import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declares a stream of events of one or several kinds; a client names keys of at least one of them.
 *
 * @param kinds each with a parameter of its own
 * @param envelope default instance of a view that has a field for each kind, by its event's name,
 *     and {@code event_id} where there is protobuf: what events are in where several kinds may be
 *     told apart by nothing else; null for a stream of one kind
 */
public record LiveStream(List<LiveEvents<?>> kinds, @Nullable Message envelope) {
  /** Copies the list. */
  public LiveStream {
    kinds = List.copyOf(kinds);
  }

  /** Of one kind. */
  public static LiveStream of(LiveEvents<?> kind) {
    return new LiveStream(List.of(kind), null);
  }

  /** Of several kinds. */
  public static LiveStream of(Message envelope, LiveEvents<?>... kinds) {
    return new LiveStream(List.of(kinds), envelope);
  }
}
