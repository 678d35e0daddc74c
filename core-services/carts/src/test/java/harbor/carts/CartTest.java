package harbor.carts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CartTest {
  private static final int VERSION = 7;
  private static final OptionalLong UNSTATED = OptionalLong.empty();
  private static final Optional<CouponCode> NO_CODE = Optional.empty();
  private static final CouponCode SUMMER = new CouponCode("SUMMER");
  private static final CouponCode WINTER = new CouponCode("WINTER");

  private static final CartLine TWO_LAMPS = CartLine.of("lamp", 2);
  private static final CartLine THREE_MUGS = CartLine.of("mug", 3);
  private static final Cart CART = cart(NO_CODE, TWO_LAMPS, THREE_MUGS);

  private static Cart cart(Optional<CouponCode> coupon, CartLine... lines) {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    return new Cart(
        OpaqueId.random(),
        List.of(lines),
        coupon,
        List.of(),
        then.plusSeconds(60),
        new Audit(then, "guest:g", then, "guest:g", VERSION));
  }

  private static Cart with(Cart cart, CartLine... lines) {
    return new Cart(
        cart.id(), List.of(lines), cart.coupon(), List.of(), cart.expiresAt(), cart.audit());
  }

  private static Cart with(Cart cart, Optional<CouponCode> coupon) {
    return new Cart(cart.id(), cart.lines(), coupon, List.of(), cart.expiresAt(), cart.audit());
  }

  @Test
  void add_isANewLastLine_whenTheProductHasNone() {
    CartLine pen = CartLine.of("pen", 1);

    assertThat(CART.add(pen)).isEqualTo(new Change.Done(with(CART, TWO_LAMPS, THREE_MUGS, pen)));
  }

  @Test
  void add_goesToTheLineOfTheProduct_whichKeepsIdAndPlace() {
    assertThat(CART.add(CartLine.of("lamp", 40)))
        .isEqualTo(new Change.Done(with(CART, TWO_LAMPS.with(42), THREE_MUGS)));
  }

  @ParameterizedTest
  @CsvSource({"1, 998, true", "998, 1, true", "1, 999, false", "999, 1, false", "999, 999, false"})
  void add_isRefused_whenTheSumIsOverTheLimit(int held, int added, boolean done) {
    Cart cart = cart(NO_CODE, CartLine.of("lamp", held));

    Change change = cart.add(CartLine.of("lamp", added));

    if (done) {
      assertThat(change)
          .isEqualTo(new Change.Done(with(cart, cart.lines().getFirst().with(held + added))));
    } else {
      assertThat(change).isEqualTo(new Change.QuantityTooLarge(held + added));
    }
  }

  @Test
  void add_isRefused_whenTheCartHas100Lines_butNotForAProductThatIsThere() {
    Cart almost = cart(NO_CODE, lines(99));
    Cart full = cart(NO_CODE, lines(100));

    assertThat(almost.add(CartLine.of("new", 1))).isInstanceOf(Change.Done.class);
    assertThat(full.add(CartLine.of("new", 1))).isEqualTo(new Change.CartFull());
    assertThat(full.add(CartLine.of("p99", 1))).isInstanceOf(Change.Done.class);
  }

  @Test
  void changeLine_setsTheQuantity() {
    assertThat(CART.changeLine(THREE_MUGS.id(), 999, VERSION))
        .isEqualTo(new Change.Done(with(CART, TWO_LAMPS, THREE_MUGS.with(999))));
  }

  @Test
  void removeLine_leavesTheOthers() {
    assertThat(CART.removeLine(TWO_LAMPS.id(), VERSION))
        .isEqualTo(new Change.Done(with(CART, THREE_MUGS)));
  }

  @Test
  void line_isUnknown_whenTheCartHasNoSuchLine() {
    assertThat(CART.changeLine(OpaqueId.random(), 1, VERSION)).isEqualTo(new Change.UnknownLine());
    assertThat(CART.removeLine("", VERSION)).isEqualTo(new Change.UnknownLine());
  }

  @Test
  void setCoupon_needsNoVersion_whenThereIsNoCode() {
    assertThat(CART.setCoupon(SUMMER, UNSTATED))
        .isEqualTo(new Change.Done(with(CART, Optional.of(SUMMER))));
  }

  @Test
  void setCoupon_replacesTheCode_onlyForWhoSawIt() {
    Cart reduced = with(CART, Optional.of(SUMMER));

    assertThat(reduced.setCoupon(WINTER, OptionalLong.of(VERSION)))
        .isEqualTo(new Change.Done(with(CART, Optional.of(WINTER))));
    assertThat(reduced.setCoupon(WINTER, UNSTATED)).isEqualTo(new Change.VersionRequired());
  }

  @Test
  void removeCoupon_leavesNone_andFindsNoneThen() {
    Cart reduced = with(CART, Optional.of(SUMMER));

    assertThat(reduced.removeCoupon(VERSION)).isEqualTo(new Change.Done(CART));
    assertThat(CART.removeCoupon(VERSION)).isEqualTo(new Change.NoCoupon());
  }

  @ParameterizedTest
  @ValueSource(longs = {VERSION - 1, VERSION + 1, Long.MAX_VALUE})
  void nothingChanges_forAnotherVersion(long version) {
    Cart reduced = with(CART, Optional.of(SUMMER));
    Change mismatch = new Change.VersionMismatch(reduced);

    assertThat(reduced.changeLine(TWO_LAMPS.id(), 1, version)).isEqualTo(mismatch);
    assertThat(reduced.changeLine("unknown", 1, version)).isEqualTo(mismatch);
    assertThat(reduced.removeLine(TWO_LAMPS.id(), version)).isEqualTo(mismatch);
    assertThat(reduced.setCoupon(WINTER, OptionalLong.of(version))).isEqualTo(mismatch);
    assertThat(reduced.removeCoupon(version)).isEqualTo(mismatch);
    assertThat(CART.setCoupon(WINTER, OptionalLong.of(version)))
        .isEqualTo(new Change.VersionMismatch(CART));
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 0, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void quantity_isRefused_whenItIsOutOfRange(int quantity) {
    assertThat(CartLine.isQuantity(quantity)).isFalse();
    assertThatThrownBy(() -> CartLine.of("lamp", quantity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantity: %d (expected: 1 to 999)", quantity);
  }

  private static CartLine[] lines(int many) {
    return IntStream.range(0, many).mapToObj(i -> CartLine.of("p" + i, 1)).toArray(CartLine[]::new);
  }

  @Test
  void merge_addsUpByProduct_andKeepsTheOrderOfLines() {
    Cart merged = CART.merged(pieces("pen", 4, "mug", 5), NO_CODE);

    assertThat(merged.lines())
        .extracting(line -> line.productId() + " " + line.quantity())
        .containsExactly("lamp 2", "mug 8", "pen 4");
    assertThat(merged.lineOf("mug").id()).isEqualTo(THREE_MUGS.id());
    assertThat(merged.remarks()).isEmpty();
  }

  @Test
  void merge_cutsToTheLimits_andSaysWhatWasLeftOut() {
    CartLine[] full =
        IntStream.range(0, Cart.MAX_LINES)
            .mapToObj(i -> CartLine.of("p" + i, 990))
            .toArray(CartLine[]::new);

    Cart merged = cart(NO_CODE, full).merged(pieces("p1", 9, "p2", 10, "new", 3), NO_CODE);

    assertThat(merged.lines()).hasSize(Cart.MAX_LINES);
    assertThat(merged.lineOf("p1").quantity()).isEqualTo(CartLine.MAX_QUANTITY);
    assertThat(merged.lineOf("p2").quantity()).isEqualTo(CartLine.MAX_QUANTITY);
    assertThat(merged.remarks()).containsExactly(new Remark("p2", 1), new Remark("new", 3));
  }

  @Test
  void merge_cutsWhatAGuestHadInManyCarts() {
    Cart merged = CART.merged(pieces("pen", Integer.MAX_VALUE), NO_CODE);

    assertThat(merged.lineOf("pen").quantity()).isEqualTo(CartLine.MAX_QUANTITY);
    assertThat(merged.remarks())
        .containsExactly(new Remark("pen", Integer.MAX_VALUE - CartLine.MAX_QUANTITY));
  }

  @Test
  void merge_keepsTheOwnCoupon_beforeTheGuests() {
    assertThat(cart(Optional.of(SUMMER)).merged(pieces(), Optional.of(WINTER)).coupon())
        .contains(SUMMER);
    assertThat(CART.merged(pieces(), Optional.of(WINTER)).coupon()).contains(WINTER);
    assertThat(cart(Optional.of(SUMMER)).merged(pieces(), NO_CODE).coupon()).contains(SUMMER);
  }

  private static SequencedMap<String, Integer> pieces(Object... productsAndPieces) {
    SequencedMap<String, Integer> pieces = new LinkedHashMap<>();
    for (int i = 0; i < productsAndPieces.length; i += 2) {
      pieces.put((String) productsAndPieces[i], (Integer) productsAndPieces[i + 1]);
    }
    return pieces;
  }
}
