package harbor.screens.store;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.Message;
import harbor.clients.InventoryClient;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.NearPlace;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.plan.Plan;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code <prefix>/stores?near=latitude,longitude&pageSize=}: the nearest first. */
public final class StoreScreens {
  private static final String NEAR = "near";
  private static final int MAX_CHARACTERS = 40;
  private static final int DEFAULT_PAGE_SIZE = 20;
  private static final int MAX_PAGE_SIZE = 50;
  private static final Pattern POINT =
      Pattern.compile("(-?\\d{1,2}(?:\\.\\d{1,8})?),(-?\\d{1,3}(?:\\.\\d{1,8})?)");

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
    Matcher point = POINT.matcher(request.text(NEAR, MAX_CHARACTERS).orElse(""));
    if (!point.matches()) {
      throw malformed();
    }
    return ListNearestPlacesRequest.newBuilder()
        .setLatitude(degrees(point.group(1), 90))
        .setLongitude(degrees(point.group(2), 180))
        .setPageSize(request.integer("pageSize", DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE))
        .build();
  }

  private static double degrees(String text, int max) {
    double degrees = Double.parseDouble(text);
    if (Math.abs(degrees) > max) {
      throw malformed();
    }
    return degrees;
  }

  private static BadRequest malformed() {
    return new BadRequest(NEAR, "latitude and longitude in degrees, for instance 53.55,9.99");
  }
}
