package harbor.importer;

import harbor.importer.client.InventoryClient;
import harbor.importer.feed.PlaceData;
import harbor.importer.sending.Batch;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.Tally;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedReader;
import harbor.importer.table.Row;
import harbor.importer.table.Source;
import java.util.List;
import java.util.Set;

/** Places by CSV: {@code id,name,city,region,postal_code,latitude,longitude}. */
final class PlaceImport {
  static final FeedReader.Layout LAYOUT =
      new FeedReader.Layout(
          FeedReader.Format.CSV,
          List.of("id", "name", "latitude", "longitude"),
          Set.of("id", "name", "city", "region", "postal_code", "latitude", "longitude"));

  private final InventoryClient inventory;

  PlaceImport(InventoryClient inventory) {
    this.inventory = inventory;
  }

  void run(Source source, BatchPipeline pipeline, Tally tally) {
    pipeline.run(
        tally,
        () -> new FeedReader<>(source, LAYOUT, tally::say, PlaceImport::row),
        new Batch.Limits<>(500, PlaceData::id),
        inventory::places);
  }

  static Row<PlaceData> row(Cells cells) {
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
