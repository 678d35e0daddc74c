package harbor.catalog.search;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words of English and German that say nothing beside others. */
final class StopWords {
  private static final Set<String> ALL =
      Stream.of(
              """
              a about an and any are as at be but by can do does for from has have if in into is it its just me my no not of on
              only or our so some than that the their them then there these they this those to too very was we were what when
              where which who will with you your
              aber alle als am an auch auf aus bei bin bis da damit das dass dein dem den der des die dies diese dieser dir du
              durch ein eine einem einen einer eines er es für hat ich im in ist ja kein keine mein meine mit nach nicht noch
              nur ob oder ohne sein sich sie sind so über um und uns unser unter vom von vor war was wenn wie wir wird zu zum zur
              """
                  .split("\\s+"))
          .map(Folding::fold)
          .collect(Collectors.toUnmodifiableSet());

  private StopWords() {}

  /** Whether a folded word is one. */
  static boolean contains(String word) {
    return ALL.contains(word);
  }
}
