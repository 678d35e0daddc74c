package harbor.kit.bff.events;

import harbor.kit.bff.events.LiveKeys.Item;
import harbor.kit.bff.events.LiveKeys.News;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one client reads: of each kind of event that it named, the keys. Used by one event loop. */
final class Reading {
  private final Question question;
  private final Part[] parts;
  private boolean isReset;

  /** The keys of one kind, and how their events are written. */
  record Keys(LiveKeys live, EventForm form, List<String> ids) {}

  /**
   * What is asked.
   *
   * @param hash tells it from every other question
   * @param keys of at least one kind
   * @param lastId what the client has already; empty when it has nothing
   */
  record Question(long hash, List<Keys> keys, Optional<List<String>> lastId) {
    /** Copies the list. */
    Question {
      keys = List.copyOf(keys);
    }

    /** Of any of its events. */
    EventForm form() {
      return keys.getFirst().form();
    }

    /** The tokens of each kind, blank where there are none. */
    private Optional<List<List<String>>> tokens() {
      int sources = keys.stream().mapToInt(kind -> kind.live().sources()).sum();
      return lastId
          .filter(tokens -> tokens.size() == sources)
          .map(
              tokens -> {
                List<List<String>> ofKinds = new ArrayList<>();
                int from = 0;
                for (Keys kind : keys) {
                  int to = from + kind.live().sources();
                  ofKinds.add(tokens.subList(from, to));
                  from = to;
                }
                return ofKinds;
              });
    }
  }

  /** One kind. */
  private static final class Part extends LiveReader {
    private final Keys of;
    private final Runnable wake;
    private final boolean isGathering;

    /** Up to which the client has everything. */
    private String tokens;

    Part(Keys of, Runnable wake, boolean isGathering) {
      this.of = of;
      this.wake = wake;
      this.isGathering = isGathering;
      this.tokens = ".".repeat(of.live().sources() - 1);
    }

    @Override
    void wake() {
      wake.run();
    }

    @Override
    boolean isGathering() {
      return isGathering;
    }
  }

  /**
   * What is to be sent.
   *
   * @param events each without its id, as {@link EventForm#encode} or a view made it
   * @param id the newest one; empty when none can be given that the client has not got
   */
  record Sent<E>(List<E> events, String id) {}

  /** Makes an event of a state. */
  interface Maker<E> {
    E of(EventForm form, Item item);
  }

  /**
   * Not begun.
   *
   * @param wake told that something is pending, from any thread and with a lock held
   * @param isGathering whether it is told of each key, not only of the first
   */
  Reading(Question question, Runnable wake, boolean isGathering) {
    this.question = question;
    this.parts =
        question.keys().stream()
            .map(kind -> new Part(kind, wake, isGathering))
            .toArray(Part[]::new);
  }

  /** Enters its keys. */
  void begin() {
    Optional<List<List<String>>> last = question.tokens();
    isReset = question.lastId().isPresent() && last.isEmpty();
    for (int i = 0; i < parts.length; i++) {
      int at = i;
      Part part = parts[i];
      Optional<List<String>> tokens = last.map(all -> all.get(at));
      if (part.of.live().add(part, part.of.ids(), tokens)) {
        tokens.ifPresent(known -> part.tokens = String.join(".", known));
      } else {
        isReset |= tokens.isPresent();
      }
    }
  }

  /** Forgets its keys. */
  void end() {
    for (Part part : parts) {
      part.of.live().remove(part);
    }
  }

  /** Whether what the client had said nothing here, of one kind at least. */
  boolean isReset() {
    return isReset;
  }

  /** Whether of some kind nobody could say up to where the client has it. */
  boolean isPartial() {
    return question.lastId().stream().flatMap(List::stream).anyMatch(String::isEmpty);
  }

  /** Whether there is something to take. */
  boolean isPending() {
    return Stream.of(parts).anyMatch(part -> part.of.live().isPending(part));
  }

  /** Whether all that can be known now is there. */
  boolean isSettled() {
    return Stream.of(parts).allMatch(part -> part.of.live().isSettled(part));
  }

  /** Whether all is there. */
  boolean isWhole() {
    return Stream.of(parts).allMatch(part -> part.of.live().isWhole(part));
  }

  /**
   * Takes what is pending.
   *
   * @param isAlways whether nothing is news, too; otherwise it is null
   */
  <E> @Nullable Sent<E> take(boolean isAlways, Maker<E> maker) {
    List<E> events = null;
    boolean isNewer = false;
    for (Part part : parts) {
      News news = part.of.live().take(part, isAlways);
      if (news != null) {
        events = events == null ? new ArrayList<>(news.items().size()) : events;
        for (Item item : news.items()) {
          events.add(maker.of(part.of.form(), item));
        }
        if (!news.tokens().isEmpty()) {
          part.tokens = news.tokens();
          isNewer = true;
        }
      }
    }
    return events == null
        ? null
        : new Sent<>(Collections.unmodifiableList(events), isNewer ? id() : "");
  }

  /** The id up to which the client has everything: of a kind that gave none, all is sent again. */
  String id() {
    return EventId.text(
        question.hash(),
        parts.length == 1
            ? parts[0].tokens
            : String.join(".", Stream.of(parts).map(part -> part.tokens).toList()));
  }
}
