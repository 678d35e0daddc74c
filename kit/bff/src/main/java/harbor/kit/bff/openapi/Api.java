package harbor.kit.bff.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ViewFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a BFF promises its clients.
 *
 * @param name of the BFF
 * @param formats of its answers, the default first
 * @param languages tags of those that it speaks, the default first; none where no text of it is for
 *     people
 * @param error its view of errors
 * @param errorType the media type of that as JSON
 * @param errors from what happened to what clients are told
 * @param routes of its screens
 * @param services what it answers besides
 * @param batch several pages in one round trip
 * @param identity how it knows who asks
 * @param views of {@code services} that no route has
 */
public record Api(
    String name,
    List<ViewFormat> formats,
    List<String> languages,
    Descriptor error,
    String errorType,
    ErrorTable errors,
    List<ApiRoute> routes,
    List<ApiService> services,
    Optional<Batched> batch,
    Identity identity,
    List<Descriptor> views) {
  /** Copies the lists. */
  public Api {
    formats = List.copyOf(formats);
    languages = List.copyOf(languages);
    routes = List.copyOf(routes);
    services = List.copyOf(services);
    views = List.copyOf(views);
  }

  /**
   * Several pages in one round trip.
   *
   * @param path where
   * @param request its body
   * @param view of the answer
   */
  public record Batched(String path, Descriptor request, Descriptor view) {}

  /**
   * How it knows who asks.
   *
   * @param guestHeader the header with a guest's id; empty where there is none
   * @param guestCookie the cookie with it; empty where there is none
   * @param sessionCookies names of those of its frontends
   * @param takesBearers whether access tokens of the provider are taken
   */
  public record Identity(
      String guestHeader,
      String guestCookie,
      SortedSet<String> sessionCookies,
      boolean takesBearers) {}
}
