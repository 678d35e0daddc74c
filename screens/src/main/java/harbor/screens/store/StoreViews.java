package harbor.screens.store;

import harbor.inventory.v1.PlaceKind;
import java.util.Optional;

/** What all clients say of a place in the same way. */
public final class StoreViews {
  private StoreViews() {}

  /** What it is, in a word; empty when the inventory does not say it. */
  public static Optional<String> kind(PlaceKind kind) {
    return switch (kind) {
      case PLACE_KIND_WAREHOUSE -> Optional.of("warehouse");
      case PLACE_KIND_STORE -> Optional.of("store");
      case PLACE_KIND_PICKUP_POINT -> Optional.of("pickup_point");
      case PLACE_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
