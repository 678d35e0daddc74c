package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import harbor.importer.client.CoresExtension;
import harbor.importer.client.FakeCores;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.ImportListener.Notice;
import harbor.importer.progress.ImportSummary;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.importer.table.FeedForms;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceKind;
import harbor.orders.v1.Order;
import harbor.recommendations.v1.OrderLine;
import harbor.reviews.v1.Review;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Places, reviews and orders; services that are away; an import that is stopped. */
class ImporterTest {
  private static final String ORDERS =
      """
      order_id,product_id,quantity,unit_price,ordered_at,country
      1,A,6,2.55 GBP,2010-12-01T08:26:00Z,United Kingdom
      1,B,-2,0.00 GBP,2010-12-01T08:26:00+01:00,
      2,A,1,1.00 GBP,2010-12-02,France
      1,C,x,1.00 GBP,2010-12-01T08:26:00Z,France
      1,D,1,1.00 GBP,2010-12-01T08:26:00Z,France
      2,A,0,-1.00 GBP,never,France
      """;

  @RegisterExtension private final CoresExtension grpc = new CoresExtension();

  private final RecordingListener listener = new RecordingListener();

  @Test
  void importPlaces_storesPlaces() {
    ImportSummary summary =
        importer()
            .importPlaces(
                FeedFiles.text(
                    "places.csv",
                    """
                    id,name,city,region,postal_code,latitude,longitude
                    1,"Mall, North",Tempe,AZ,85281,33.43,-111.9
                    2,,Tempe,AZ,1,91,x
                    """));

    assertThat(grpc.cores().places.rows())
        .containsExactly(
            Map.entry(
                "1",
                Place.newBuilder()
                    .setId("1")
                    .setName("Mall, North")
                    .setCity("Tempe")
                    .setRegion("AZ")
                    .setPostalCode("85281")
                    .setLatitude(33.43)
                    .setLongitude(-111.9)
                    .setKind(PlaceKind.PLACE_KIND_STORE)
                    .build()));
    assertThat(listener.refusals())
        .containsExactly(
            "places.csv 3: name is empty; every row needs it; latitude '91' is not a number from"
                + " -90.0 to 90.0; correct it; longitude 'x' is not a number from -180.0 to 180.0;"
                + " correct it");
    assertThat(summary.created()).isEqualTo(1);
  }

  @Test
  void importPlaces_takesTheirKinds_andRefusesOthers() {
    importer()
        .importPlaces(
            FeedFiles.text(
                "places.csv",
                """
                id,name,latitude,longitude,kind
                1,One,1,1,warehouse
                2,Two,1,1,STORE
                3,Three,1,1, Pickup_Point
                4,Four,1,1,
                5,Five,1,1,depot
                6,Six,1,1,pickup point
                """));

    assertThat(grpc.cores().places.rows())
        .extractingFromEntries(row -> row.getKey() + " " + row.getValue().getKind())
        .containsExactlyInAnyOrder(
            "1 PLACE_KIND_WAREHOUSE",
            "2 PLACE_KIND_STORE",
            "3 PLACE_KIND_PICKUP_POINT",
            "4 PLACE_KIND_STORE");
    assertThat(listener.refusals())
        .containsExactly(
            "places.csv 6: kind 'depot' is no kind of place; write warehouse, store or"
                + " pickup_point, or nothing",
            "places.csv 7: kind 'pickup point' is no kind of place; write warehouse, store or"
                + " pickup_point, or nothing");
  }

  @Test
  void importReviews_storesReviews() {
    importer()
        .importReviews(
            FeedFiles.text(
                "reviews.csv",
                """
                review_id,product_id,rating,title,body,author,created_at,verified
                R1,A,5,Good,"Line one

                Line, two",Ann,2026-01-02T03:04:05Z,true
                R2,A,6,Bad,b,Bob,2026-01-02T03:04:05Z,false
                """));

    Review review = grpc.cores().reviews.get("R1");
    assertThat(review.getBody()).isEqualTo("Line one\nLine, two");
    assertThat(review.getRating()).isEqualTo(5);
    assertThat(review.getVerifiedPurchase()).isTrue();
    assertThat(review.getWrittenAt().getSeconds()).isEqualTo(1_767_323_045L);
    assertThat(listener.refusals())
        .containsExactly("reviews.csv 5: rating '6' is not a whole number from 1 to 5; correct it");
  }

  @Test
  void importHistory_makesOrdersOfLinesThatStandTogether() {
    importer().importHistory(FeedFiles.text("orders.csv", ORDERS));

    Order order = grpc.cores().orders.get("1");
    assertThat(order.getCountry()).isEqualTo("GB");
    assertThat(order.getCurrency()).isEqualTo("GBP");
    assertThat(order.getPlacedAt().getSeconds()).isEqualTo(1_291_191_960L);
    assertThat(order.getTotals().getTotalMinor()).isEqualTo(1_530);
    assertThat(order.getLinesList()).extracting("productId").containsExactly("A");
    assertThat(grpc.cores().orders.get("2").getCountry()).isEqualTo("FR");
    assertThat(listener.refusals())
        .containsExactly(
            "orders.csv 6: order_id '1' has other lines further up; put its lines together");
  }

  @Test
  void importHistory_countsTheLinesOfAnOrder_andKnowsNoCountryWithoutAName() {
    importer()
        .importHistory(
            FeedFiles.text(
                "orders.csv",
                """
                order_id,product_id,quantity,unit_price,ordered_at,country
                1,A,2,1.00 GBP,2010-12-01T08:26:00Z,EIRE
                1,B,1,0.50 GBP,2010-12-01T08:26:00Z,EIRE
                2,A,1,1.00 GBP,2010-12-01T08:26:00Z,Channel Islands
                3,A,1,1.00 GBP,2010-12-01T08:26:00Z,
                3,A,1,1.00 EUR,2010-12-01T08:26:00Z,
                """));

    assertThat(grpc.cores().orders.get("1").getTotals().getTotalMinor()).isEqualTo(250);
    assertThat(grpc.cores().orders.get("1").getCountry()).isEqualTo("IE");
    assertThat(grpc.cores().orders.get("2").getCountry()).isEqualTo("ZZ");
    assertThat(listener.refusals())
        .containsExactly(
            "orders.csv 5: unit_price has several currencies within one order; split the order");
  }

  @Test
  void importHistory_takesOffWhatCameBack() {
    importer()
        .importHistory(
            FeedFiles.text(
                "orders.csv",
                """
                order_id,product_id,quantity,unit_price,ordered_at
                1,A,3,1.00 GBP,2010-12-01
                1,B,1,0.50 GBP,2010-12-01
                1,A,-1,1.00 GBP,2010-12-03
                1,B,-1,0.50 GBP,2010-12-03
                C1,A,-2,1.00 GBP,2010-12-04
                2,A,1,1.00 GBP,2010-12-05
                2,A,-4,1.00 GBP,2010-12-05
                3,B,1,0.50 GBP,2010-12-05
                """));

    assertThat(grpc.cores().orders.rows()).containsOnlyKeys("1", "3");
    assertThat(grpc.cores().orders.get("1").getTotals().getTotalMinor()).isEqualTo(200);
    assertThat(grpc.cores().orders.get("1").getLinesList())
        .singleElement()
        .satisfies(line -> assertThat(line.getQuantity()).isEqualTo(2));
    assertThat(listener.refused).isEmpty();
  }

  @Test
  void importOrders_readsWhatSpreadsheetsWrite_inEveryForm() throws IOException {
    List<String> columns =
        List.of("order_id", "product_id", "quantity", "unit_price", "ordered_at", "currency");
    List<List<String>> rows =
        List.of(
            List.of("1", "A B", "1.0", "2,50", "2026-05-03 10:00:00", "EUR"),
            List.of("2", "A B", "2", "€2.50", "2026-05-03T10:00+0200", ""),
            List.of("3", "A B", "-1", "2.50", "03/05/2026", "EUR"),
            List.of("4", "A B", "0", "2.50", "03.05.2026", "EUR"));
    for (FeedFile file : FeedForms.all(columns, rows)) {
      RecordingListener own = new RecordingListener();
      FakeCores cores = grpc.restart();

      new Importer(grpc.clients(), own).importOrders(file);

      assertThat(cores.orderLines.rows()).containsOnlyKeys("1/1", "2/1");
      assertThat(cores.orderLines.get("1/1").getQuantity()).isEqualTo(1);
      assertThat(cores.orderLines.get("1/1").getUnitPrice().getMinor()).isEqualTo(250);
      assertThat(cores.orderLines.get("2/1").getOrderedAt().getSeconds())
          .isEqualTo(cores.orderLines.get("1/1").getOrderedAt().getSeconds() - 7_200);
      assertThat(own.refused)
          .extracting(Notice::reason)
          .containsExactly(
              "ordered_at '03/05/2026' can be read in two ways; it is 3 May 2026 or 5 March 2026;"
                  + " say --dates dmy or --dates mdy",
              "quantity '0' is 0; leave the line out; what came back is below 0");
    }
  }

  @Test
  void importOrders_numbersLinesWithinTheirOrder_andRebuilds() {
    importer().importOrders(FeedFiles.text("orders.csv", ORDERS));

    assertThat(grpc.cores().orderLines.rows()).containsOnlyKeys("1/1", "1/2", "1/4", "2/1");
    OrderLine back = grpc.cores().orderLines.get("1/2");
    assertThat(back.getQuantity()).isEqualTo(-2);
    assertThat(back.getUnitPrice().getMinor()).isZero();
    assertThat(back.getUnitPrice().getCurrency()).isEqualTo("GBP");
    assertThat(back.getOrderedAt().getSeconds()).isEqualTo(1_291_188_360L);
    assertThat(listener.refused).extracting(Notice::line).containsExactly(5L, 7L);
    assertThat(grpc.cores().rebuilds.batches()).hasSize(1);
    assertThat(listener.said).contains("orders.csv: 2 products have neighbours now, 1 pairs");
  }

  @Test
  void serviceAway_isTriedAgain_withGrowingPauses() {
    grpc.cores().orderLines.failAt(1, Status.UNAVAILABLE);
    grpc.cores().rebuilds.failAt(1, Status.ABORTED);

    ImportSummary summary = importer().importOrders(FeedFiles.text("orders.csv", ORDERS));

    assertThat(summary.created()).isEqualTo(4);
    assertThat(grpc.pauses()).containsExactly(Duration.ofMillis(200), Duration.ofMillis(200));
  }

  @Test
  void serviceAway_endsTheImport_withOneSentence() {
    grpc.shutDown();

    assertThatThrownBy(() -> importer().importOrders(FeedFiles.text("orders.csv", ORDERS)))
        .isInstanceOf(ImportEnded.class)
        .hasMessageMatching(
            "recommendations at localhost does not answer \\(UNAVAILABLE.*\\) after 5 tries;"
                + " run the same command again, it continues where rows are missing");
    assertThat(grpc.pauses()).hasSize(4).isSorted();
    assertThat(listener.summaries).singleElement().matches(summary -> !summary.complete());
  }

  @Test
  void otherFailures_endTheImport_atOnce() {
    grpc.cores().places.failAt(1, Status.PERMISSION_DENIED.withDescription("not you"));

    assertThatThrownBy(
            () ->
                importer()
                    .importPlaces(FeedFiles.text("p.csv", "id,name,latitude,longitude\n1,a,1,1\n")))
        .isInstanceOf(ImportEnded.class)
        .hasMessageContaining("refused the call (PERMISSION_DENIED: not you)");
    assertThat(grpc.pauses()).isEmpty();
  }

  @Test
  void stop_endsBetweenBatches_withWhatWasStoredKept() {
    Importer importer = importer();
    grpc.cores().products.onBatch(_ -> importer.stop());
    FeedFile feed = FeedFiles.products(IntStream.range(0, 5_000).mapToObj(i -> "P" + i).toList());

    Throwable ended = catchThrowable(() -> importer.importProducts(feed, Optional.empty()));

    assertThat(ended)
        .isInstanceOf(ImportEnded.class)
        .hasMessageContaining("stopped after a whole batch; run the same command again");
    assertThat(grpc.cores().products.rows().size() % 500).isZero();
    assertThat(grpc.cores().products.rows()).isNotEmpty().hasSizeLessThan(5_000);
    assertThat(grpc.cores().stock.rows()).hasSameSizeAs(grpc.cores().products.rows());
    assertThat(listener.summaries.getLast().complete()).isFalse();
  }

  @Test
  void brokenFile_endsTheImport_withItsName() {
    FeedFile broken =
        FeedFile.of(
            "places.csv",
            () ->
                new SequenceInputStream(
                    FeedFiles.text("", "id,name,latitude,longitude\n1,a,1,1\n").opener().open(),
                    new Failing()));

    assertThatThrownBy(() -> importer().importPlaces(broken))
        .isInstanceOf(ImportEnded.class)
        .hasMessageContaining("places.csv cannot be read on")
        .hasMessageContaining("disk gone");
  }

  @Test
  void lines_keepTheirNumbers_whenOneIsRepaired() {
    importer().importOrders(FeedFiles.text("orders.csv", ORDERS));
    importer().importOrders(FeedFiles.text("orders.csv", ORDERS.replace("1,C,x,", "1,C,3,")));

    assertThat(grpc.cores().orderLines.get("1/3").getProductId()).isEqualTo("C");
    assertThat(listener.summaries.getLast().unchanged()).isEqualTo(4);
    assertThat(listener.summaries.getLast().created()).isEqualTo(1);
  }

  private Importer importer() {
    return new Importer(grpc.clients(), listener);
  }

  private static final class Failing extends InputStream {
    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("disk gone");
    }
  }
}
