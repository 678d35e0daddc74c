package harbor.kit.bff.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sessions of one process, gone with it. */
public final class MemorySessionStore implements SessionStore {
  private final InstantSource clock;
  private final Map<String, Kept> sessions = new HashMap<>();
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final NavigableSet<End> ends = new TreeSet<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private record Kept(Entry entry, long version) {}

  /** When a session ends; the first one first. */
  private record End(Instant at, String handle) implements Comparable<End> {
    private static final Comparator<End> ORDER =
        Comparator.comparing(End::at).thenComparing(End::handle);

    static End of(Entry entry) {
      return new End(entry.endsAt(), entry.handle());
    }

    @Override
    public int compareTo(End other) {
      return ORDER.compare(this, other);
    }
  }

  /** None yet. */
  public MemorySessionStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized CompletableFuture<Optional<Stored>> find(String handle) {
    return CompletableFuture.completedFuture(
        living(handle).map(kept -> new Stored(kept.entry.bytes(), kept.version)));
  }

  @Override
  public synchronized CompletableFuture<Boolean> put(Entry entry, long expected) {
    sweep();
    if (living(entry.handle()).map(Kept::version).orElse(0L) != expected) {
      return CompletableFuture.completedFuture(false);
    }
    Kept before = sessions.put(entry.handle(), new Kept(entry, expected + 1));
    if (before != null) {
      ends.remove(End.of(before.entry));
    }
    ends.add(End.of(entry));
    entry
        .groups()
        .forEach(
            group -> groups.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(entry.handle()));
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public synchronized CompletableFuture<Optional<Stored>> remove(String handle, List<String> of) {
    CompletableFuture<Optional<Stored>> known = find(handle);
    drop(handle);
    return known;
  }

  @Override
  public synchronized CompletableFuture<List<String>> group(String group) {
    return CompletableFuture.completedFuture(List.copyOf(groups.getOrDefault(group, Set.of())));
  }

  @Override
  public synchronized CompletableFuture<Long> count() {
    sweep();
    return CompletableFuture.completedFuture((long) sessions.size());
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public CompletableFuture<?> announce(String what) {
    listeners.forEach(listener -> listener.announced(what));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  private Optional<Kept> living(String handle) {
    Kept kept = sessions.get(handle);
    if (kept != null && !kept.entry.endsAt().isAfter(clock.instant())) {
      drop(handle);
      return Optional.empty();
    }
    return Optional.ofNullable(kept);
  }

  private void drop(String handle) {
    Kept kept = sessions.remove(handle);
    if (kept != null) {
      ends.remove(End.of(kept.entry));
      kept.entry
          .groups()
          .forEach(
              group ->
                  groups.computeIfPresent(
                      group,
                      (_, handles) -> {
                        handles.remove(handle);
                        return handles.isEmpty() ? null : handles;
                      }));
    }
  }

  /** What has ended goes, and nothing else is looked at. */
  private void sweep() {
    Instant now = clock.instant();
    while (!ends.isEmpty() && !ends.first().at().isAfter(now)) {
      drop(ends.first().handle());
    }
  }
}
