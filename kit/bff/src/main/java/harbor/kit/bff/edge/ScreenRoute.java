package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.explain.StatedScreen;
import harbor.kit.bff.overload.Priority;
import harbor.kit.runtime.StartFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a screen is found and how it talks HTTP: one line of a BFF's list of routes.
 *
 * <p>A public route is one that shared caches may keep. It is answered as if nobody had asked: its
 * input is read from the path, the query and the headers that {@code Vary} names, its calls are on
 * behalf of nobody.
 *
 * @param path Armeria's path pattern, for instance {@code /mobile/v1/products/{id}}
 * @param screen what is shown there
 * @param input reads the request; throws {@link harbor.kit.bff.answer.BadRequest}
 * @param total the time of the whole request
 * @param meta says in the view how the answer came about; empty for a view that does not
 * @param caching of a whole page; public for no {@link PersonalScreen}
 * @param priority how much it matters when there is more to do than the BFF can
 */
public record ScreenRoute<I, V extends Message>(
    String path,
    Screen<I, V> screen,
    Function<ServiceRequestContext, I> input,
    Duration total,
    Optional<MetaView> meta,
    HttpCaching caching,
    Priority priority) {
  /** Checks that no page of one person's is everybody's. */
  public ScreenRoute {
    if (caching instanceof HttpCaching.Shared && screen instanceof PersonalScreen) {
      throw new StartFailed(
          "%s cannot be %s: %s shows what belongs to whoever asks. Let only the asker keep it."
              .formatted(path, caching.header(), screen.getClass().getSimpleName()));
    }
  }

  /** A page, of normal priority. */
  public ScreenRoute(
      String path,
      Screen<I, V> screen,
      Function<ServiceRequestContext, I> input,
      Duration total,
      Optional<MetaView> meta,
      HttpCaching caching) {
    this(path, screen, input, total, meta, caching, Priority.NORMAL);
  }

  /** Whether shared caches may keep its pages. */
  boolean isPublic() {
    return caching instanceof HttpCaching.Shared;
  }

  /** What the engineers' page tells of it. */
  public StatedScreen stated() {
    return new StatedScreen(path, total, caching.header(), priority, screen.plans());
  }
}
