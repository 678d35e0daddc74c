package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatingChangesTest {
  private final RatingChanges changes = new RatingChanges();

  @Test
  void products_areInOrder_andOnlyThoseThatChange() {
    changes.add("b", 5, Moderation.APPROVED);
    changes.add("a", 1, Moderation.APPROVED);
    changes.add("c", 3, Moderation.APPROVED);
    changes.remove("c", 3, Moderation.APPROVED);

    assertThat(changes.products()).containsExactly("a", "b");
    assertThat(changes.of(5)).containsExactly(0, 1);
    assertThat(changes.of(1)).containsExactly(1, 0);
  }

  @Test
  void change_isMadeOfWhatWasAndWhatIs_whenStarsChange() {
    changes.remove("a", 2, Moderation.APPROVED);
    changes.add("a", 4, Moderation.APPROVED);

    assertThat(changes.of(2)).containsExactly(-1);
    assertThat(changes.of(4)).containsExactly(1);
  }

  @Test
  void products_areNone_whenNoReviewIsApproved() {
    changes.add("a", 5, Moderation.PENDING);
    changes.remove("a", 5, Moderation.REJECTED);

    assertThat(changes.products()).isEmpty();
  }
}
