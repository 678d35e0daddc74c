package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.explain.StatedScreen;
import harbor.kit.bff.overload.Priority;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a screen is found and how it talks HTTP: one line of a BFF's list of routes.
 *
 * @param path Armeria's path pattern, for instance {@code /mobile/v1/products/{id}}
 * @param screen what is shown there
 * @param input reads the request; throws {@link harbor.kit.bff.answer.BadRequest}
 * @param total the time of the whole request
 * @param meta says in the view how the answer came about; empty for a view that does not
 * @param cacheControl of a whole page
 * @param priority how much it matters when there is more to do than the BFF can
 */
public record ScreenRoute<I, V extends Message>(
    String path,
    Screen<I, V> screen,
    Function<ServiceRequestContext, I> input,
    Duration total,
    Optional<MetaView> meta,
    String cacheControl,
    Priority priority) {

  /** A page, of normal priority. */
  public ScreenRoute(
      String path,
      Screen<I, V> screen,
      Function<ServiceRequestContext, I> input,
      Duration total,
      Optional<MetaView> meta,
      String cacheControl) {
    this(path, screen, input, total, meta, cacheControl, Priority.NORMAL);
  }

  /** What the engineers' page tells of it. */
  public StatedScreen stated() {
    return new StatedScreen(path, total, cacheControl, priority, screen.plans());
  }
}
