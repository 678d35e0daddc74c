package harbor.kit.bff.session;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the sessions of a BFF as bytes, by handle, and tells the other instances which have ended.
 * A store that is down fails within 200 ms. Thread-safe.
 */
public interface SessionStore {
  /**
   * A session as it is kept.
   *
   * @param version grows by one with each change
   */
  record Stored(ByteString bytes, long version) {}

  /**
   * A session to be kept.
   *
   * @param groups by which it is found with others
   * @param endsAt after which it is gone
   */
  record Entry(String handle, ByteString bytes, List<String> groups, Instant endsAt) {
    /** Copies the groups. */
    public Entry {
      groups = List.copyOf(groups);
    }
  }

  /** Is told what {@link #announce} said at any instance. */
  interface Listener {
    /** This was announced. */
    void announced(String what);

    /** Something may have been announced while nobody could hear it. */
    void missed();
  }

  /** A session; empty when there is none. */
  CompletableFuture<Optional<Stored>> find(String handle);

  /**
   * Keeps a session, if it is still as the caller knows it.
   *
   * @param expected the version that is replaced; 0 for a new session
   * @return whether it was: a session that was removed does not come back
   */
  CompletableFuture<Boolean> put(Entry entry, long expected);

  /** Removes a session, in whatever version; as it was, or empty when there was none. */
  CompletableFuture<Optional<Stored>> remove(String handle, List<String> groups);

  /** The handles of a group; some may be gone already. */
  CompletableFuture<List<String>> group(String group);

  /** How many sessions have not ended. Looks at none of them. */
  CompletableFuture<Long> count();

  /** Where they are, as metrics name it: {@code memory} or {@code redis}. */
  String name();

  /** Tells all listeners, at every instance. */
  CompletableFuture<?> announce(String what);

  /** Listens from now on. */
  void listen(Listener listener);
}
