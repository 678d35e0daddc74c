package harbor.reviews;

import static harbor.reviews.Examples.review;
import static harbor.reviews.Examples.written;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.SettableClock;
import harbor.kit.service.row.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of reviews does. */
abstract class ReviewStoreContract {
  final SettableClock clock = new SettableClock();
  ReviewStore store = new FakeReviewStore(clock);

  abstract ReviewStore open(InstantSource clock);

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  private List<Integer> histogram(String productId) {
    return store.ratings(List.of(productId)).getFirst().histogram();
  }

  private static List<String> ids(ReviewPage page) {
    return page.reviews().stream().map(stored -> stored.review().id()).toList();
  }

  @Test
  void ratings_answerEveryId_inTheOrderAsked() {
    store.put(List.of(review("r1", "a", 5), review("r2", "b", 1)));

    assertThat(store.ratings(List.of("b", "unknown", "a")))
        .containsExactly(
            new Rating("b", List.of(1, 0, 0, 0, 0)),
            Rating.none("unknown"),
            new Rating("a", List.of(0, 0, 0, 0, 1)));
  }

  @Test
  void ratings_areNone_whenNoneIsAsked() {
    assertThat(store.ratings(List.of())).isEmpty();
  }

  @Test
  void rating_countsApprovedReviewsOnly() {
    store.put(
        List.of(
            review("r1", "a", 5),
            review("r2", "a", 4, Moderation.PENDING),
            review("r3", "a", 3, Moderation.REJECTED)));

    assertThat(histogram("a")).containsExactly(0, 0, 0, 0, 1);
  }

  @Test
  void rating_followsAChangeOfStarsModerationAndProduct() {
    store.put(List.of(review("r1", "a", 5), review("r2", "a", 2)));

    store.put(List.of(review("r1", "a", 3)));
    assertThat(histogram("a")).containsExactly(0, 1, 1, 0, 0);

    store.put(List.of(review("r1", "a", 3, Moderation.REJECTED)));
    assertThat(histogram("a")).containsExactly(0, 1, 0, 0, 0);

    store.put(List.of(review("r2", "b", 2)));
    assertThat(histogram("a")).containsExactly(0, 0, 0, 0, 0);
    assertThat(histogram("b")).containsExactly(0, 1, 0, 0, 0);

    store.put(List.of(review("r1", "b", 1)));
    assertThat(histogram("b")).containsExactly(1, 1, 0, 0, 0);
  }

  @Test
  void rating_isWhatTheReviewsSay_afterAnyChanges() {
    Random random = new Random(42);
    for (int round = 0; round < 30; round++) {
      store.put(randomReviews(random));

      for (String product : List.of("a", "b", "c")) {
        assertThat(histogram(product)).isEqualTo(recounted(product));
      }
    }
  }

  private static List<Review> randomReviews(Random random) {
    return IntStream.range(0, 20)
        .filter(_ -> random.nextBoolean())
        .mapToObj(
            i ->
                review(
                    "r" + i,
                    List.of("a", "b", "c").get(random.nextInt(3)),
                    1 + random.nextInt(5),
                    Examples.moderation(random)))
        .toList();
  }

  private List<Integer> recounted(String product) {
    List<StoredReview> listed = store.page(product, Position.START, 100).reviews();
    return IntStream.rangeClosed(1, 5)
        .mapToObj(
            stars ->
                (int) listed.stream().filter(stored -> stored.review().stars() == stars).count())
        .toList();
  }

  @Test
  void put_tellsNewFromChanged_andLeavesOutWhatIsUnchanged() {
    store.put(List.of(review("r1", "a", 1), review("r2", "a", 2)));

    List<Boolean> written =
        store.put(List.of(review("r1", "a", 1), review("r2", "a", 3), review("r3", "a", 4)));

    assertThat(written).containsExactlyInAnyOrder(false, true);
  }

  @Test
  void put_writesNothing_whenNothingChanged() {
    store.put(List.of(review("r1", "a", 1)));
    ReviewPage before = store.page("a", Position.START, 10);
    clock.advance(Duration.ofDays(1));

    assertThat(store.put(List.of(review("r1", "a", 1)))).isEmpty();
    assertThat(store.put(List.of())).isEmpty();
    assertThat(store.page("a", Position.START, 10)).isEqualTo(before);
  }

  @Test
  void audit_tellsWhoAndWhen() {
    store.put(List.of(review("r1", "a", 1)));
    clock.advance(Duration.ofDays(1));
    store.put(List.of(review("r1", "a", 2)));

    assertThat(store.page("a", Position.START, 10).reviews().getFirst().audit())
        .isEqualTo(
            new Audit(
                Instant.parse("2026-01-01T00:00:00Z"),
                "reviews",
                Instant.parse("2026-01-02T00:00:00Z"),
                "reviews",
                2));
  }

  @Test
  void page_isNewestFirst_andOfApprovedReviewsOfTheProduct() {
    store.put(
        List.of(
            written("r1", "a", "2026-01-01T00:00:00Z"),
            written("r3", "a", "2026-01-03T00:00:00Z"),
            written("r2", "a", "2026-01-02T00:00:00Z"),
            written("r9", "b", "2026-01-02T00:00:00Z"),
            review("r4", "a", 5, Moderation.PENDING)));

    ReviewPage page = store.page("a", Position.START, 10);

    assertThat(ids(page)).containsExactly("r3", "r2", "r1");
    assertThat(page.next()).isEmpty();
    assertThat(page.rating().count()).isEqualTo(3);
  }

  @Test
  void pages_giveEachReviewOnce_evenWhenManyWereWrittenAtOneMoment() {
    List<Review> reviews =
        IntStream.range(0, 25)
            .mapToObj(i -> written("r" + i, "a", "2026-01-0" + (1 + i % 2) + "T00:00:00.000001Z"))
            .toList();
    store.put(reviews);

    List<String> seen = new ArrayList<>();
    Optional<Position> next = Optional.of(Position.START);
    while (next.isPresent()) {
      ReviewPage page = store.page("a", next.get(), 5);
      assertThat(page.reviews()).hasSize(5);
      seen.addAll(ids(page));
      next = page.next();
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void page_isNotShifted_whenANewerReviewArrivesBetween() {
    store.put(
        List.of(
            written("r1", "a", "2026-01-01T00:00:00Z"),
            written("r2", "a", "2026-01-02T00:00:00Z")));
    ReviewPage first = store.page("a", Position.START, 1);
    store.put(List.of(written("r3", "a", "2026-01-03T00:00:00Z")));

    ReviewPage second = store.page("a", first.next().orElseThrow(), 1);

    assertThat(ids(second)).containsExactly("r1");
  }

  @Test
  void page_isEmptyWithARatingOfNothing_whenTheProductHasNoReview() {
    assertThat(store.page("a", Position.START, 10))
        .isEqualTo(new ReviewPage(List.of(), Optional.empty(), Rating.none("a")));
  }

  @Test
  void page_holdsWhatWasWritten() {
    Review odd =
        new Review(
            "r.1",
            "a",
            3,
            "It's \"fine\" \\ {ok}, NULL",
            "Zeile 1\nZeile 2\t\uD83D\uDE00",
            "",
            Instant.parse("0001-01-01T00:00:00Z"),
            false,
            Moderation.APPROVED);
    store.put(List.of(odd));

    assertThat(store.page("a", Position.START, 1).reviews().getFirst().review()).isEqualTo(odd);
  }
}
