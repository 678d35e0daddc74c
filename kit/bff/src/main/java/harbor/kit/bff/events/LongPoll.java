package harbor.kit.bff.events;

import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.events.Reading.Sent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that waits for something new. While it waits there is a timer and no thread. Used by
 * one event loop.
 */
final class LongPoll {
  /** So long it waits for something new. */
  static final Duration WAIT = Duration.ofSeconds(25);

  /**
   * When a source is away no id can say what the client has of it: who comes back with such a one
   * is answered no sooner, so that it does not come again and again.
   */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private final ScheduledExecutorService loop;
  private final Reading reading;
  private final boolean hasNothing;
  private final CompletableFuture<News> news = new CompletableFuture<>();
  private boolean isPatient;
  private @Nullable ScheduledFuture<?> pause;
  private @Nullable ScheduledFuture<?> end;

  /**
   * What the client is told.
   *
   * @param id for the next poll
   * @param isReset whether what it had said nothing here
   */
  record News(List<Event> events, String id, boolean isReset) {
    /** Copies the list. */
    News {
      events = List.copyOf(events);
    }

    /** The same to a client that had something of another kind. */
    News reset() {
      return new News(events, id, true);
    }
  }

  /** The state of a key. */
  record Event(EventForm form, String key, States states) {}

  /**
   * Not begun.
   *
   * @param loop where it is called and completes
   */
  LongPoll(ScheduledExecutorService loop, Question question) {
    this.loop = loop;
    this.reading = new Reading(question, () -> loop.execute(this::look), true);
    this.hasNothing = question.lastId().isEmpty();
  }

  /** Begins to wait. */
  CompletableFuture<News> begin() {
    reading.begin();
    end = loop.schedule(this::answer, WAIT.toMillis(), TimeUnit.MILLISECONDS);
    pause = loop.schedule(this::paused, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return news;
  }

  private void paused() {
    isPatient = true;
    look();
  }

  /** Answers when there is something new that is worth an answer. */
  private void look() {
    if (!news.isDone() && reading.isPending() && isWorthIt()) {
      answer();
    }
  }

  private boolean isWorthIt() {
    return (hasNothing || isPatient || reading.isReset())
        ? reading.isSettled()
        : reading.isWhole() && !reading.isPartial();
  }

  /** Answers with what there is. */
  void answer() {
    if (!news.isDone()) {
      Sent<Event> sent =
          reading.take(true, (form, item) -> new Event(form, item.key(), item.states()));
      leave();
      news.complete(
          new News(sent == null ? List.of() : sent.events(), reading.id(), reading.isReset()));
    }
  }

  /** Nobody waits for it any more. */
  void cancel() {
    if (!news.isDone()) {
      leave();
      news.cancel(false);
    }
  }

  private void leave() {
    reading.end();
    for (ScheduledFuture<?> timer : new ScheduledFuture<?>[] {pause, end}) {
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }
}
