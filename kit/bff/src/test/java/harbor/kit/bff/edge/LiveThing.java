package harbor.kit.bff.edge;

import com.google.rpc.BadRequest.FieldViolation;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveSource;
import harbor.kit.bff.watch.ChangeListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Something of which events tell users the version, whatever they call it. */
final class LiveThing {
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger version = new AtomicInteger();
  private final LiveSource<Integer> source = LiveSource.of("test.things", this::listen, this::read);

  LiveEvents<String> events() {
    return new LiveEvents<>(
            "things",
            List.of(source),
            "thing",
            FieldViolation.getDefaultInstance(),
            "reason",
            _ -> "en",
            (key, states, _) ->
                FieldViolation.newBuilder()
                    .setField(key)
                    .setDescription("version " + states.of(source).orElse(-1))
                    .build(),
            false)
        .signedIn();
  }

  /** It has another version from now on. */
  void change(String name) {
    version.incrementAndGet();
    for (ChangeListener listener : listeners) {
      listener.changed(List.of(name));
      listener.upTo(token());
    }
  }

  private void listen(ChangeListener listener) {
    listeners.add(listener);
    listener.subscribed();
    listener.upTo(token());
  }

  private String token() {
    return "t" + version;
  }

  private CompletableFuture<Map<String, Integer>> read(Collection<String> names) {
    return CompletableFuture.completedFuture(
        names.stream().collect(Collectors.toMap(name -> name, _ -> version.get())));
  }
}
