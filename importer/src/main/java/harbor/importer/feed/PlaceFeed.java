package harbor.importer.feed;

import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.UniqueRows;
import harbor.inventory.v1.Place;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Places by CSV: {@code id,name,city,region,postal_code,latitude,longitude}. */
public final class PlaceFeed {
  private static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          List.of("id", "name", "latitude", "longitude"),
          Set.of("id", "name", "city", "region", "postal_code", "latitude", "longitude"));

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
                .build());
  }
}
