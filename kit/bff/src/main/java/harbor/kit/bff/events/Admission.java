package harbor.kit.bff.events;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.events.LiveEvents.Audience;
import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Identified;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Lets clients in to streams and polls, as far as they may and as long as there is room. */
final class Admission {
  private final LiveTopics topics;
  private final StreamCallers callers;
  private final Answers answers;
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final Runnable left = open::decrementAndGet;

  /** What becomes of one that is let in. */
  interface Opening {
    /**
     * Answers it.
     *
     * @param whenEnded runs what it is given when whoever asks is not signed in any more, and gives
     *     what is to be run when it is over
     * @param left to be run once when it is over
     */
    HttpResponse open(Question question, Function<Runnable, Runnable> whenEnded, Runnable left);
  }

  /**
   * None yet.
   *
   * @param max how many there may be at the same time
   */
  Admission(LiveTopics topics, StreamCallers callers, Answers answers, int max) {
    this.topics = topics;
    this.callers = callers;
    this.answers = answers;
    this.max = max;
  }

  /** How many there are. */
  AtomicInteger open() {
    return open;
  }

  HttpResponse admit(
      ServiceRequestContext ctx,
      QueryParams query,
      EventForm.Kind kind,
      Optional<EventId> lastId,
      Opening opening) {
    Audience audience = topics.audience(query);
    if (audience == Audience.ANYBODY) {
      return admit(ctx, query, kind, lastId, Identified.NOBODY, opening);
    }
    return HttpResponse.of(
        callers
            .callers()
            .unattended(ctx)
            .handleAsync(
                (who, failure) -> {
                  if (failure != null) {
                    return unidentified(ctx, failure);
                  }
                  if (audience == Audience.USER
                      ? !who.caller().isUser()
                      : who.caller().isAnonymous()) {
                    return refuse(ctx, EdgeEvent.NOT_SIGNED_IN, "");
                  }
                  Identified.note(ctx, who);
                  return admit(ctx, query, kind, lastId, who, opening);
                },
                ctx.eventLoop()));
  }

  private HttpResponse admit(
      ServiceRequestContext ctx,
      QueryParams query,
      EventForm.Kind kind,
      Optional<EventId> lastId,
      Identified who,
      Opening opening) {
    Question question;
    try {
      question = topics.question(ctx, query, who, kind, lastId);
    } catch (BadRequest e) {
      return refuse(ctx, EdgeEvent.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      ctx.setAdditionalResponseHeader(
          HttpHeaderNames.RETRY_AFTER, 1 + ThreadLocalRandom.current().nextInt(5));
      return refuse(ctx, EdgeEvent.OVERLOADED, "");
    }
    ctx.clearRequestTimeout();
    return opening.open(
        question,
        who.caller().isUser() ? end -> callers.whenEnded().apply(who, end) : _ -> () -> {},
        left);
  }

  private HttpResponse unidentified(ServiceRequestContext ctx, Throwable failure) {
    return switch (Exceptions.peel(failure)) {
      case CallerRefusal refusal -> refusal.answer(ctx, answers);
      case BadRequest e -> refuse(ctx, e.event(), String.valueOf(e.getMessage()));
      case Throwable bug -> HttpResponse.ofFailure(bug);
    };
  }

  /** Of a method that only reads. */
  Optional<HttpResponse> otherMethod(ServiceRequestContext ctx) {
    if (ctx.method() == HttpMethod.GET) {
      return Optional.empty();
    }
    ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, HttpMethod.GET.name());
    return Optional.of(refuse(ctx, EdgeEvent.METHOD_NOT_ALLOWED, HttpMethod.GET.name()));
  }

  HttpResponse refuse(ServiceRequestContext ctx, EdgeEvent event, String detail) {
    return answers.error(ctx, answers.errors().of(event, detail));
  }
}
