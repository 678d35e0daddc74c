package harbor.importer;

import harbor.importer.client.InventoryClient;
import harbor.importer.feed.PlaceData;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.RowBatch;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import java.util.List;
import java.util.Set;

/** Places by CSV: {@code id,name,city,region,postal_code,latitude,longitude}. */
final class PlaceImport {
  static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          TableReader.Format.CSV,
          List.of("id", "name", "latitude", "longitude"),
          Set.of("id", "name", "city", "region", "postal_code", "latitude", "longitude"));

  private final InventoryClient inventory;

  PlaceImport(InventoryClient inventory) {
    this.inventory = inventory;
  }

  void run(FeedFile file, BatchPipeline pipeline, RowCounts counts) {
    pipeline.run(
        counts,
        () -> new TableReader<>(file, LAYOUT, counts::say, PlaceImport::row),
        new RowBatch.Limits<>(500, PlaceData::id),
        inventory::places);
  }

  static TableRow<PlaceData> row(Cells cells) {
    String id = cells.id("id");
    String name = cells.required("name", 200);
    double latitude = cells.decimal("latitude", -90, 90);
    double longitude = cells.decimal("longitude", -180, 180);
    return cells.row(
        () ->
            new PlaceData(
                id,
                name,
                cells.text("city", 200),
                cells.text("region", 200),
                cells.text("postal_code", 40),
                latitude,
                longitude));
  }
}
