package harbor.kit.bff.session;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people see of their own sessions and do to them. No core service is called for that, so
 * there is no plan of it.
 */
public final class OwnSessions {
  private static final Logger log = LoggerFactory.getLogger(OwnSessions.class);

  private final Sessions sessions;

  /**
   * The sessions of a person.
   *
   * @param all the newest first
   * @param current the id of the one that asks; empty for a bearer token
   */
  public record Shown(List<SessionSummary> all, String current) {
    /** Copies the list. */
    public Shown {
      all = List.copyOf(all);
    }
  }

  /** Those of a BFF. */
  public OwnSessions(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The caller's sessions; the input is the id of the session that asks.
   *
   * @param view made of them; pure
   */
  public <V extends Message> Screen<String, V> list(Class<V> type, Function<Shown, V> view) {
    return new Unplanned<>(
        type,
        (scope, current) ->
            sessions
                .of(scope.caller().id())
                .thenApply(all -> ready(view.apply(new Shown(all, current)))));
  }

  /**
   * Ends a session of the caller.
   *
   * @param id of the session, in the input
   */
  public <I extends Message, V extends Message> Screen<I, V> end(
      Class<V> type, Function<I, String> id) {
    return new Unplanned<>(
        type,
        (scope, input) ->
            sessions
                .endOwn(scope.caller().id(), id.apply(input))
                .thenApply(
                    isEnded ->
                        isEnded
                            ? ready(Internal.getDefaultInstance(type))
                            : new Page.Failed<>(
                                "sessions.end", Miss.of(Status.Code.NOT_FOUND, ""))));
  }

  /**
   * A screen that shows the caller's sessions besides.
   *
   * @param view adds them to what the screen shows; pure
   */
  public <I, V extends Message> Screen<I, V> beside(
      Screen<I, V> screen, BiFunction<V, Shown, V> view) {
    return new Followed<>(
        screen,
        (caller, page) ->
            sessions
                .of(caller)
                .thenApply(
                    all ->
                        new Page.Ready<>(
                            view.apply(page.view(), new Shown(all, "")),
                            page.missing(),
                            page.stale())));
  }

  /** A screen that ends all of the caller's sessions once it has done what it does. */
  public <I, V extends Message> Screen<I, V> endAll(Screen<I, V> screen) {
    return new Followed<>(
        screen,
        (caller, page) ->
            sessions
                .endOfPerson(caller)
                .handle(
                    (_, failure) -> {
                      if (failure != null) {
                        log.warn("Sessions of somebody who is gone live on", failure);
                      }
                      return page;
                    }));
  }

  private static <V extends Message> Page<V> ready(V view) {
    return new Page.Ready<>(view, List.of(), List.of());
  }

  /** Answers from what the BFF keeps itself. */
  private record Unplanned<I, V extends Message>(Class<V> view, Answer<I, V> answer)
      implements Screen<I, V> {
    /** Makes the page. */
    interface Answer<I, V> {
      CompletionStage<Page<V>> of(RequestScope scope, I input);
    }

    @Override
    public List<Plan<?>> plans() {
      return List.of();
    }

    @Override
    public CompletableFuture<Page<V>> page(PlanRunner runner, RequestScope scope, I input) {
      return answer.of(scope, input).toCompletableFuture();
    }
  }

  /** A screen of plans, and what is done with the caller's sessions when its page is ready. */
  private record Followed<I, V extends Message>(Screen<I, V> screen, Next<V> next)
      implements Screen<I, V> {
    /** Goes on from a page. */
    interface Next<V extends Message> {
      CompletionStage<Page<V>> of(String userId, Page.Ready<V> page);
    }

    @Override
    public List<Plan<?>> plans() {
      return screen.plans();
    }

    @Override
    public Class<V> view() {
      return screen.view();
    }

    @Override
    public CompletableFuture<Page<V>> page(PlanRunner runner, RequestScope scope, I input) {
      return screen
          .page(runner, scope, input)
          .thenCompose(
              page ->
                  page instanceof Page.Ready<V> ready
                      ? next.of(scope.caller().id(), ready)
                      : CompletableFuture.completedFuture(page));
    }
  }
}
