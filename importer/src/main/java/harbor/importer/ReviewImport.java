package harbor.importer;

import harbor.importer.client.ReviewsClient;
import harbor.importer.feed.ReviewData;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.RowBatch;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Reviews by CSV: {@code review_id,product_id,rating,title,body,author,created_at,verified}. */
final class ReviewImport {
  static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          TableReader.Format.CSV,
          List.of("review_id", "product_id", "rating", "created_at"),
          Set.of(
              "review_id",
              "product_id",
              "rating",
              "title",
              "body",
              "author",
              "created_at",
              "verified"));

  private final ReviewsClient reviews;

  ReviewImport(ReviewsClient reviews) {
    this.reviews = reviews;
  }

  void run(FeedFile file, BatchPipeline pipeline, RowCounts counts) {
    pipeline.run(
        counts,
        () -> new TableReader<>(file, LAYOUT, counts::say, ReviewImport::row),
        new RowBatch.Limits<>(500, ReviewData::id),
        reviews::reviews);
  }

  static TableRow<ReviewData> row(Cells cells) {
    String id = cells.id("review_id");
    String productId = cells.id("product_id");
    OptionalLong rating = cells.number("rating", 1, 5);
    if (cells.text("rating").isEmpty()) {
      cells.refuse("rating", "is empty");
    }
    Instant writtenAt = cells.instant("created_at");
    return cells.row(
        () ->
            new ReviewData(
                id,
                productId,
                (int) rating.orElseThrow(),
                cells.text("title", 200),
                cells.paragraphs("body", 5_000),
                cells.text("author", 100),
                writtenAt,
                cells.flag("verified")));
  }
}
