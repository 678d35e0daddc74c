package harbor.importer.feed;

import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.UniqueRows;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Places by CSV: {@code id,name,city,region,postal_code,latitude,longitude,kind}. */
public final class PlaceFeed {
  private static final String KIND = "kind";

  private static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          List.of("id", "name", "latitude", "longitude"),
          Set.of("id", "name", "city", "region", "postal_code", "latitude", "longitude", KIND));

  private PlaceFeed() {}

  /** Opens the file and reads its header; {@code say} hears what is worth knowing about it. */
  public static RowReader<Place> open(FeedFile file, Consumer<String> say) throws IOException {
    return new UniqueRows<>(
        new TableReader<>(file, LAYOUT, say, PlaceFeed::row), "id", Place::getId);
  }

  private static TableRow<Place> row(Cells cells) {
    String id = cells.id("id");
    String name = cells.required("name", 200);
    double latitude = cells.decimal("latitude", -90, 90);
    double longitude = cells.decimal("longitude", -180, 180);
    PlaceKind kind = kind(cells);
    return cells.row(
        () ->
            Place.newBuilder()
                .setId(id)
                .setName(name)
                .setCity(cells.text("city", 200))
                .setRegion(cells.text("region", 200))
                .setPostalCode(cells.text("postal_code", 40))
                .setLatitude(latitude)
                .setLongitude(longitude)
                .setKind(kind)
                .build());
  }

  /** A store where nothing is said; refused when it is none of the words. */
  private static PlaceKind kind(Cells cells) {
    return switch (cells.text(KIND).toLowerCase(Locale.ROOT)) {
      case "warehouse" -> PlaceKind.PLACE_KIND_WAREHOUSE;
      case "store", "" -> PlaceKind.PLACE_KIND_STORE;
      case "pickup_point" -> PlaceKind.PLACE_KIND_PICKUP_POINT;
      default -> {
        cells.refuse(
            KIND, "is no kind of place", "write warehouse, store or pickup_point, or nothing");
        yield PlaceKind.PLACE_KIND_UNSPECIFIED;
      }
    };
  }
}
