package harbor.recommendations;

import static harbor.recommendations.Examples.eur;
import static harbor.recommendations.Examples.line;
import static harbor.recommendations.Examples.order;
import static harbor.recommendations.Examples.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import harbor.kit.service.SettableClock;
import harbor.recommendations.RebuildOutcome.Rebuilt;
import harbor.recommendations.Related.Reason;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of recommendations does. */
abstract class RecommendationStoreContract {
  final SettableClock clock = new SettableClock();
  RecommendationStore store = new FakeRecommendationStore();
  private int made;

  abstract RecommendationStore open(InstantSource clock);

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  private List<String> ids(String productId, int size) {
    return store.related(productId, size).stream().map(Related::productId).toList();
  }

  /** Products of a category each, so that none is similar to another. */
  private void profiles(String... ids) {
    store.putProfiles(
        Stream.of(ids).map(id -> profile(id, id, "", 100, "", "Only " + id)).toList());
  }

  private void orders(String... ordersOfLetters) {
    for (int i = 0; i < ordersOfLetters.length; i++) {
      store.putOrderLines(order("o" + i, ordersOfLetters[i].split("")));
    }
  }

  /** One more order each, of products with blanks between. */
  private void baskets(String... baskets) {
    for (String basket : baskets) {
      store.putOrderLines(order("basket-" + ++made, basket.split(" ")));
    }
  }

  @Test
  void related_areBoughtTogether_theHighestCosineFirst() {
    profiles("a", "b", "c", "d");
    orders("abc", "ab", "ac", "ab", "cd", "cd", "cd");
    store.rebuildNeighbours();

    List<Related> related = store.related("a", 10);

    assertThat(related).extracting(Related::productId).containsExactly("b", "c");
    assertThat(related).extracting(Related::reason).containsOnly(Reason.BOUGHT_TOGETHER);
    assertThat(related.getFirst().score()).isCloseTo(3 / Math.sqrt(4 * 3), within(1e-12));
    assertThat(related.getLast().score()).isCloseTo(2 / Math.sqrt(4 * 5), within(1e-12));
    assertThat(related.getFirst().price()).isEqualTo(eur(100));
    assertThat(related.getFirst().imageUrl()).isEqualTo("/b.jpg");
  }

  @Test
  void neighbours_needTwoBaskets_withPositiveQuantities() {
    profiles("a", "b", "c", "d");
    orders("ab", "ac", "ad", "ad");
    store.putOrderLines(List.of(line("x", 1, "a", 1), line("x", 2, "b", -1)));
    store.putOrderLines(List.of(line("y", 1, "a", 1), line("y", 2, "b", -1)));
    store.rebuildNeighbours();

    assertThat(ids("a", 10)).containsExactly("d");
  }

  @Test
  void neighbours_countAProductOnceABasket() {
    profiles("a", "b");
    orders("aabb");
    store.rebuildNeighbours();

    assertThat(ids("a", 10)).isEmpty();
  }

  @Test
  void neighbours_ignoreBasketsOfMoreThanAHundredProducts() {
    profiles("a", "b", "p1");
    String[] hundred =
        Stream.concat(Stream.of("a", "b"), IntStream.range(0, 98).mapToObj(i -> "p" + i))
            .toArray(String[]::new);
    store.putOrderLines(order("o1", hundred));
    store.putOrderLines(order("o2", hundred));
    assertThat(store.rebuildNeighbours()).isEqualTo(new Rebuilt(100, 2_000));
    assertThat(ids("a", 10)).contains("b");

    store.putOrderLines(List.of(line("o1", 101, "c", 1)));

    assertThat(store.rebuildNeighbours()).isEqualTo(new Rebuilt(0, 0));
    assertThat(ids("a", 10)).isEmpty();
  }

  @Test
  void rebuild_forgetsWhatNoOrderSaysAnyMore_andChangesNothingWhenRepeated() {
    profiles("a", "b", "c");
    orders("ab", "ab");
    assertThat(store.rebuildNeighbours()).isEqualTo(new Rebuilt(2, 2));
    assertThat(store.rebuildNeighbours()).isEqualTo(new Rebuilt(2, 2));

    orders("ac", "ac");
    assertThat(store.rebuildNeighbours()).isEqualTo(new Rebuilt(2, 2));

    assertThat(ids("a", 10)).containsExactly("c");
    assertThat(ids("b", 10)).isEmpty();
  }

  @Test
  void neighbours_areNotListed_withoutAProfile() {
    profiles("a", "b");
    orders("abz", "abz");
    store.rebuildNeighbours();

    assertThat(ids("a", 10)).containsExactly("b");
    assertThat(ids("z", 10)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void related_areFilledUp_withSimilarProducts_withoutDuplicates() {
    store.putProfiles(
        List.of(
            profile("a", "Red kettle", "Acme", 1000),
            profile("b", "Pan", "Other", 9000),
            profile("c", "Red kettle large", "Acme", 1000)));
    orders("ab", "ab");
    store.rebuildNeighbours();

    List<Related> related = store.related("a", 10);

    assertThat(related)
        .extracting(r -> r.productId() + " " + r.reason())
        .containsExactly("b BOUGHT_TOGETHER", "c SIMILAR");
    assertThat(ids("a", 1)).containsExactly("b");
  }

  @Test
  void similar_areOfTheOwnCategoryFirst_thenBrand_thenWords_thenPrice() {
    store.putProfiles(
        List.of(
            profile("a", "Red steel kettle", "Acme", 1000),
            profile("above", "Red steel kettle", "Acme", 1000, "", "Home", "Bath"),
            profile("price", "Toaster", "Other", 1000),
            profile("far", "Toaster", "Other", 9000),
            profile("words", "Red steel kettle", "Other", 9000),
            profile("brand", "Toaster", "Acme", 9000),
            profile("elsewhere", "Red steel kettle", "Acme", 1000, "", "Garden", "Kitchen"),
            profile("root", "Red steel kettle", "Acme", 1000, "", "Home")));

    assertThat(ids("a", 10)).containsExactly("brand", "words", "price", "far", "above");
    assertThat(ids("a", 2)).containsExactly("brand", "words");
  }

  @Test
  void related_leaveOutVariants_andListOneOfAGroup() {
    store.putProfiles(
        List.of(
            profile("a", "Shirt", "Acme", 1000, "shirt", "Clothes", "Shirts"),
            profile("a2", "Shirt", "Acme", 1000, "shirt", "Clothes", "Shirts"),
            profile("b1", "Blouse", "Acme", 1000, "blouse", "Clothes", "Shirts"),
            profile("b2", "Blouse", "Acme", 1000, "blouse", "Clothes", "Shirts"),
            profile("c", "Vest", "Acme", 1000, "", "Clothes", "Shirts")));
    store.putOrderLines(
        Stream.of(1, 2).flatMap(i -> order("o" + i, "a", "a2", "b2").stream()).toList());
    store.rebuildNeighbours();

    assertThat(ids("a", 10)).containsExactly("b2", "c");
  }

  @Test
  void related_areNone_whenTheProductIsUnknownOrHasNoCategory() {
    store.putProfiles(
        List.of(profile("a", "Kettle", "Acme", 1, ""), profile("b", "Kettle", "Acme", 1, "")));

    assertThat(ids("unknown", 10)).isEmpty();
    assertThat(ids("a", 10)).isEmpty();
  }

  @Test
  void forPerson_isBoughtWithTheirs_thenSimilarToTheLatest_thenWhatSellsBest() {
    store.putProfiles(
        List.of(
            profile("mine", "Red kettle", "Acme", 1000),
            profile("older", "Sofa", "Soft", 50_000, "", "Living", "Sofas"),
            profile("with-mine", "Tea", "Leaf", 500, "", "Food", "Tea"),
            profile("with-older", "Cushion", "Soft", 2_000, "", "Living", "Cushions"),
            profile("similar", "Red kettle large", "Acme", 1100),
            profile("best", "Bread", "Mill", 300, "", "Food", "Bread"),
            profile("good", "Salt", "Sea", 100, "", "Food", "Salt")));
    baskets("mine with-mine", "mine with-mine", "older with-older", "older with-older");
    baskets("best", "best", "best", "good");
    store.rebuildNeighbours();

    List<Related> found = store.forPerson(List.of("mine", "older", "unknown"), 10);

    assertThat(found)
        .extracting(related -> related.productId() + " " + related.reason())
        .containsExactly(
            "with-mine BOUGHT_TOGETHER",
            "with-older BOUGHT_TOGETHER",
            "similar SIMILAR",
            "best BEST_SELLER",
            "good BEST_SELLER");
    assertThat(store.forPerson(List.of("older", "mine"), 1))
        .extracting(Related::productId)
        .containsExactly("with-older");
  }

  @Test
  void forPerson_isWhatSellsBest_whenNothingIsKnownOfThem() {
    profiles("a", "b", "c");
    baskets("b a", "b a", "b c", "z");
    store.rebuildNeighbours();

    assertThat(store.forPerson(List.of(), 10))
        .extracting(related -> related.productId() + " " + related.reason())
        .containsExactly("b BEST_SELLER", "a BEST_SELLER", "c BEST_SELLER");
    assertThat(store.forPerson(List.of(), 2)).hasSize(2);
  }

  @Test
  void bestSellers_areForgotten_whenNoOrderSaysSoAnyMore() {
    profiles("a", "b");
    store.putOrderLines(order("o1", "a"));
    store.rebuildNeighbours();

    store.putOrderLines(List.of(line("o1", 1, "b", 1)));
    store.rebuildNeighbours();

    assertThat(store.forPerson(List.of(), 10)).extracting(Related::productId).containsExactly("b");
  }

  @Test
  void forPerson_leavesOutVariantsOfTheirs_andListsOneOfAGroup() {
    store.putProfiles(
        List.of(
            profile("shirt-red", "Shirt", "Acme", 1000, "shirt", "Clothes", "Shirts"),
            profile("shirt-blue", "Shirt", "Acme", 1000, "shirt", "Clothes", "Shirts"),
            profile("tie-red", "Tie", "Acme", 500, "tie", "Clothes", "Ties"),
            profile("tie-blue", "Tie", "Acme", 500, "tie", "Clothes", "Ties"),
            profile("belt-s", "Belt", "Acme", 900, "belt", "Clothes", "Belts"),
            profile("belt-l", "Belt", "Acme", 900, "belt", "Clothes", "Belts")));
    baskets("shirt-red tie-blue", "shirt-red tie-blue", "shirt-red tie-red", "shirt-red tie-red");
    baskets("shirt-red shirt-blue", "belt-l", "belt-l", "belt-s", "tie-blue");
    store.rebuildNeighbours();

    assertThat(store.forPerson(List.of("shirt-red"), 10))
        .extracting(related -> related.productId() + " " + related.reason())
        .containsExactly("tie-red BOUGHT_TOGETHER", "belt-l SIMILAR");
    assertThat(store.forPerson(List.of(), 10))
        .extracting(Related::productId)
        .containsExactly("shirt-red", "tie-blue", "belt-l");
  }

  @Test
  void put_tellsNewFromChanged_andLeavesOutWhatIsUnchanged() {
    Profile odd = profile("x", "It's \"50 %\" \\ {ok}, NULL", "", 1, "", "A > \"B\"", "{,}", "\\");
    store.putProfiles(List.of(odd, profile("b", "Pan", "", 1)));
    store.putOrderLines(order("o", "a", "b"));

    assertThat(
            store.putProfiles(List.of(odd, profile("b", "Pan", "", 2), profile("c", "Pot", "", 1))))
        .containsExactlyInAnyOrder(false, true);
    assertThat(store.putOrderLines(order("o", "a", "c", "d")))
        .containsExactlyInAnyOrder(false, true);
    assertThat(store.putProfiles(List.of())).isEmpty();
    assertThat(store.putOrderLines(List.of())).isEmpty();
  }
}
