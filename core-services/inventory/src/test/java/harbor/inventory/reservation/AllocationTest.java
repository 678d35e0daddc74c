package harbor.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.reservation.Allocation.Taken;
import harbor.inventory.reservation.Allocation.TooFew;
import harbor.inventory.reservation.Shelf.Spot;
import harbor.inventory.stock.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationTest {
  @Test
  void pieces_comeFromTheFullestPlaces_thenById() {
    Shelf shelf = counted(new Spot("A", 3, 0), new Spot("B", 9, 4), new Spot("C", 3, 0));

    assertThat(allocated(9, shelf))
        .isEqualTo(
            new Taken(
                List.of(
                    new Pieces("x", "B", 5), new Pieces("x", "A", 3), new Pieces("x", "C", 1))));
  }

  @Test
  void whatAPlaceLacksForItsReservations_cannotBeHadElsewhere() {
    Shelf shelf = counted(new Spot("A", 5, 0), new Spot("B", 0, 2));

    assertThat(allocated(4, shelf)).isEqualTo(new TooFew(List.of(new Missing("x", 4, 3))));
    assertThat(allocated(3, shelf)).isEqualTo(new Taken(List.of(new Pieces("x", "A", 3))));
  }

  @Test
  void available_isNeverBelowZero() {
    assertThat(allocated(1, counted(new Spot("A", 0, 2))))
        .isEqualTo(new TooFew(List.of(new Missing("x", 1, 0))));
  }

  @Test
  void whatIsNotCounted_isPromised_unlessTheFeedSaysThatThereIsNone() {
    assertThat(allocated(999, new Shelf(Status.AVAILABLE, false, List.of())))
        .isEqualTo(new Taken(List.of(new Pieces("x", "", 999))));
    assertThat(allocated(1, new Shelf(Status.PREORDER, false, List.of())))
        .isEqualTo(new Taken(List.of(new Pieces("x", "", 1))));
    assertThat(allocated(1, new Shelf(Status.OUT_OF_STOCK, false, List.of())))
        .isEqualTo(new TooFew(List.of(new Missing("x", 1, 0))));
  }

  @Test
  void whatIsDeliveredAgain_isPromisedBeyondWhatIsThere() {
    assertThat(allocated(3, new Shelf(Status.BACKORDER, true, List.of(new Spot("A", 1, 0)))))
        .isEqualTo(new Taken(List.of(new Pieces("x", "A", 1), new Pieces("x", "", 2))));
    assertThat(allocated(1, new Shelf(Status.BACKORDER, false, List.of())))
        .isEqualTo(new Taken(List.of(new Pieces("x", "", 1))));
  }

  @Test
  void aMissingLine_refusesAll_andEveryMissingLineIsNamed() {
    Allocation allocation =
        Allocation.of(
            List.of(new Wanted("x", 1), new Wanted("y", 3), new Wanted("z", 1)),
            Map.of("x", counted(new Spot("A", 1, 0)), "y", counted(new Spot("A", 2, 0))));

    assertThat(allocation)
        .isEqualTo(new TooFew(List.of(new Missing("y", 3, 2), new Missing("z", 1, 0))));
  }

  private static Allocation allocated(int quantity, Shelf shelf) {
    return Allocation.of(List.of(new Wanted("x", quantity)), Map.of("x", shelf));
  }

  private static Shelf counted(Spot... spots) {
    return new Shelf(Status.AVAILABLE, true, List.of(spots));
  }
}
