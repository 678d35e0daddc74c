package harbor.screens.store;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.Message;
import harbor.clients.InventoryClient;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.NearPlace;
import harbor.inventory.v1.PlaceKind;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.plan.Plan;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code <prefix>/stores?near=latitude,longitude&pageSize=}: where customers can go, the nearest
 * first.
 */
public final class StoreScreens {
  private static final String NEAR = "near";
  private static final int MAX_CHARACTERS = 40;
  private static final int DEFAULT_PAGE_SIZE = 20;
  private static final int MAX_PAGE_SIZE = 50;
  private static final String DEGREES = "latitude and longitude in degrees";
  private static final String EXAMPLE = "53.55,9.99";

  /** At most 90 and 180 degrees. */
  private static final Pattern POINT =
      Pattern.compile(
          "-?(?:90(?:\\.0{1,8})?|[0-8]?[0-9](?:\\.[0-9]{1,8})?)"
              + ",-?(?:180(?:\\.0{1,8})?|(?:1[0-7]|0?[0-9])?[0-9](?:\\.[0-9]{1,8})?)");

  private StoreScreens() {}

  /**
   * Adds the route.
   *
   * @param prefix of its path, for instance {@code /mobile/v1}; its first segment is what its
   *     plan's name begins with
   * @param type of the view
   * @param view of the places, the nearest first; pure
   */
  public static <V extends Message> void add(
      String prefix,
      Routes to,
      InventoryClient inventory,
      Class<V> type,
      Function<List<NearPlace>, V> view) {
    var places = critical("inventory.nearest", inventory.nearest).within(ofMillis(150));
    to.get(
            prefix + "/stores",
            StoreScreens::asked,
            Plan.of(prefix.split("/", 3)[1] + ".stores", ofMillis(200), places)
                .shows(parts -> view.apply(parts.of(places)), type))
        .sharedCache(ofSeconds(60));
  }

  private static ListNearestPlacesRequest asked(Request request) {
    String near = request.matching(NEAR, POINT, MAX_CHARACTERS, DEGREES, EXAMPLE);
    int comma = near.indexOf(',');
    return ListNearestPlacesRequest.newBuilder()
        .setLatitude(Double.parseDouble(near.substring(0, comma)))
        .setLongitude(Double.parseDouble(near.substring(comma + 1)))
        .setPageSize(request.integer("pageSize", DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE))
        .addKinds(PlaceKind.PLACE_KIND_STORE)
        .addKinds(PlaceKind.PLACE_KIND_PICKUP_POINT)
        .build();
  }
}
