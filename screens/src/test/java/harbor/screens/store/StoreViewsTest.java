package harbor.screens.store;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.v1.PlaceKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreViewsTest {
  @ParameterizedTest
  @CsvSource({
    "PLACE_KIND_STORE, store",
    "PLACE_KIND_PICKUP_POINT, pickup_point",
    "PLACE_KIND_WAREHOUSE, warehouse",
    "PLACE_KIND_UNSPECIFIED,",
    "UNRECOGNIZED,"
  })
  void kind_isAWord_andAbsentWhenItIsNotKnown(PlaceKind kind, @Nullable String word) {
    assertThat(StoreViews.kind(kind)).isEqualTo(Optional.ofNullable(word));
  }
}
