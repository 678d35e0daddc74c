package harbor.importer.feed;

import com.google.protobuf.Timestamp;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.TimeText.DayOrder;
import harbor.importer.table.UniqueRows;
import harbor.reviews.v1.Review;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Reviews by CSV: {@code review_id,product_id,rating,title,body,author,created_at,verified}. */
public final class ReviewFeed {
  private static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
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

  private ReviewFeed() {}

  /** Opens the file and reads its header; {@code say} hears what is worth knowing about it. */
  public static RowReader<Review> open(FeedFile file, Consumer<String> say) throws IOException {
    return new UniqueRows<>(
        new TableReader<>(file, LAYOUT, say, ReviewFeed::row), "review_id", Review::getId);
  }

  private static TableRow<Review> row(Cells cells) {
    String id = cells.id("review_id");
    String productId = cells.externalId("product_id");
    OptionalLong rating = cells.requiredNumber("rating", 1, 5);
    Timestamp writtenAt = cells.timestamp("created_at", DayOrder.UNKNOWN);
    return cells.row(
        () ->
            Review.newBuilder()
                .setId(id)
                .setProductId(productId)
                .setRating((int) rating.orElseThrow())
                .setTitle(cells.plain("title", 200))
                .setBody(cells.paragraphs("body", 5_000))
                .setAuthor(cells.text("author", 100))
                .setWrittenAt(writtenAt)
                .setVerifiedPurchase(cells.flag("verified"))
                .build());
  }
}
