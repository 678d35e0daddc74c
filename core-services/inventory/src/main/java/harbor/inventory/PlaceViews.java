package harbor.inventory;

import static java.util.Objects.requireNonNullElse;

import harbor.inventory.stock.NearPlace;
import harbor.inventory.stock.Place;
import harbor.inventory.v1.PlaceKind;
import harbor.kit.service.call.Failure;
import harbor.kit.service.row.InvalidField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Places as messages, and which of them a request wants. */
final class PlaceViews {
  private PlaceViews() {}

  /** A place. */
  static harbor.inventory.v1.Place place(Place place) {
    return harbor.inventory.v1.Place.newBuilder()
        .setId(place.id())
        .setName(place.name())
        .setCity(place.city())
        .setRegion(place.region())
        .setPostalCode(place.postalCode())
        .setLatitude(place.latitude())
        .setLongitude(place.longitude())
        .setKind(kind(place.kind()))
        .build();
  }

  /** A place and how far it is. */
  static harbor.inventory.v1.NearPlace near(NearPlace near) {
    return harbor.inventory.v1.NearPlace.newBuilder()
        .setPlace(place(near.place()))
        .setDistanceMetres(near.metres())
        .build();
  }

  private static PlaceKind kind(Place.Kind kind) {
    return switch (kind) {
      case WAREHOUSE -> PlaceKind.PLACE_KIND_WAREHOUSE;
      case STORE -> PlaceKind.PLACE_KIND_STORE;
      case PICKUP_POINT -> PlaceKind.PLACE_KIND_PICKUP_POINT;
    };
  }

  /**
   * The kinds that a request wants; all when it names none.
   *
   * @param numbers as they were sent, of values that are not known too
   */
  static Set<Place.Kind> kinds(List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return EnumSet.allOf(Place.Kind.class);
    }
    Set<Place.Kind> kinds = EnumSet.noneOf(Place.Kind.class);
    try {
      numbers.forEach(number -> kinds.add(kind("kinds", number)));
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_PLACE_KIND", e.field() + ": " + e.description());
    }
    return kinds;
  }

  /**
   * The kind of a number.
   *
   * @throws InvalidField when it says nothing, or is not known
   */
  static Place.Kind kind(String field, int number) {
    return switch (requireNonNullElse(PlaceKind.forNumber(number), PlaceKind.UNRECOGNIZED)) {
      case PLACE_KIND_WAREHOUSE -> Place.Kind.WAREHOUSE;
      case PLACE_KIND_STORE -> Place.Kind.STORE;
      case PLACE_KIND_PICKUP_POINT -> Place.Kind.PICKUP_POINT;
      case PLACE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidField(
              field,
              "%d is no kind of place (expected: WAREHOUSE, STORE or PICKUP_POINT)."
                  .formatted(number));
    };
  }
}
