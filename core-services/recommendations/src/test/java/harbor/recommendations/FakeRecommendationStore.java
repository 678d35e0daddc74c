package harbor.recommendations;

import harbor.recommendations.RebuildOutcome.Rebuilt;
import harbor.recommendations.Related.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recommendations in memory, counted and weighed in the simplest way. */
final class FakeRecommendationStore implements RecommendationStore {
  private final Map<String, Profile> profiles = new TreeMap<>();
  private final Map<OrderLine.Key, OrderLine> lines = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, List<Neighbour>> neighbours = new HashMap<>();

  private record Neighbour(String productId, double score, long support) {}

  private record Candidate(Profile profile, Reason reason, double score) {
    Related related() {
      return new Related(
          profile.productId(),
          profile.title(),
          profile.imageUrl(),
          profile.link(),
          profile.price(),
          profile.itemGroupId(),
          reason,
          score);
    }
  }

  @Override
  public synchronized List<Related> related(String productId, int size) {
    Profile subject = profiles.get(productId);
    Set<String> seen = new HashSet<>(Set.of(productId));
    if (subject != null && !subject.itemGroupId().isEmpty()) {
      seen.add("group " + subject.itemGroupId());
    }
    return Stream.concat(bought(productId), similar(subject))
        .filter(candidate -> seen.add(candidate.profile().productId()))
        .filter(
            candidate ->
                candidate.profile().itemGroupId().isEmpty()
                    || seen.add("group " + candidate.profile().itemGroupId()))
        .limit(size)
        .map(Candidate::related)
        .toList();
  }

  @Override
  public synchronized List<Related> forPerson(List<String> productIds, int size) {
    Set<String> seen = new HashSet<>(productIds);
    productIds.stream()
        .map(profiles::get)
        .filter(profile -> profile != null && !profile.itemGroupId().isEmpty())
        .forEach(profile -> seen.add("group " + profile.itemGroupId()));
    return Stream.of(
            boughtByAll(productIds),
            similar(productIds.isEmpty() ? null : profiles.get(productIds.getFirst())),
            bestSellers())
        .flatMap(candidates -> candidates)
        .filter(candidate -> seen.add(candidate.profile().productId()))
        .filter(
            candidate ->
                candidate.profile().itemGroupId().isEmpty()
                    || seen.add("group " + candidate.profile().itemGroupId()))
        .limit(size)
        .map(Candidate::related)
        .toList();
  }

  private Stream<Candidate> boughtByAll(List<String> productIds) {
    Map<String, Double> scores = new TreeMap<>();
    for (int place = 1; place <= productIds.size(); place++) {
      for (Neighbour neighbour : neighbours.getOrDefault(productIds.get(place - 1), List.of())) {
        scores.merge(neighbour.productId(), neighbour.score() / place, Double::sum);
      }
    }
    return candidates(scores, Reason.BOUGHT_TOGETHER);
  }

  private Stream<Candidate> bestSellers() {
    Map<String, Double> baskets = new TreeMap<>();
    counts.forEach((id, count) -> baskets.put(id, (double) count));
    return candidates(baskets, Reason.BEST_SELLER);
  }

  private Stream<Candidate> candidates(Map<String, Double> scores, Reason reason) {
    return scores.entrySet().stream()
        .filter(entry -> profiles.containsKey(entry.getKey()))
        .map(
            entry ->
                new Candidate(
                    Objects.requireNonNull(profiles.get(entry.getKey())), reason, entry.getValue()))
        .sorted(
            Comparator.comparingDouble(Candidate::score)
                .reversed()
                .thenComparing(candidate -> candidate.profile().productId()));
  }

  @Override
  public synchronized List<Boolean> putProfiles(List<Profile> sent) {
    return put(profiles, sent, Profile::productId);
  }

  @Override
  public synchronized List<Boolean> putOrderLines(List<OrderLine> sent) {
    return put(lines, sent, OrderLine::key);
  }

  @Override
  public synchronized RebuildOutcome rebuildNeighbours() {
    List<Set<String>> baskets = baskets();
    counts.clear();
    counts.putAll(
        baskets.stream()
            .flatMap(Set::stream)
            .collect(Collectors.groupingBy(id -> id, Collectors.counting())));
    neighbours.clear();
    counts.forEach(
        (a, countA) -> {
          List<Neighbour> best =
              counts.entrySet().stream()
                  .filter(b -> !b.getKey().equals(a))
                  .map(b -> neighbour(baskets, a, countA, b.getKey(), b.getValue()))
                  .filter(neighbour -> neighbour.support() >= MIN_SUPPORT)
                  .sorted(
                      Comparator.comparingDouble(Neighbour::score)
                          .thenComparingLong(Neighbour::support)
                          .reversed()
                          .thenComparing(Neighbour::productId))
                  .limit(MAX_NEIGHBOURS)
                  .toList();
          if (!best.isEmpty()) {
            neighbours.put(a, best);
          }
        });
    return new Rebuilt(neighbours.size(), neighbours.values().stream().mapToLong(List::size).sum());
  }

  private static <K, R> List<Boolean> put(Map<K, R> rows, List<R> sent, Function<R, K> keyOf) {
    List<Boolean> written = new ArrayList<>();
    for (R row : sent) {
      R before = rows.put(keyOf.apply(row), row);
      if (!Objects.equals(before, row)) {
        written.add(before == null);
      }
    }
    return written;
  }

  private List<Set<String>> baskets() {
    Map<String, Set<String>> baskets = new HashMap<>();
    lines.values().stream()
        .filter(line -> line.quantity() > 0)
        .forEach(
            line ->
                baskets
                    .computeIfAbsent(line.orderId(), _ -> new TreeSet<>())
                    .add(line.productId()));
    return baskets.values().stream().filter(basket -> basket.size() <= MAX_IN_BASKET).toList();
  }

  private static Neighbour neighbour(
      List<Set<String>> baskets, String a, long countA, String b, long countB) {
    long both = baskets.stream().filter(basket -> basket.containsAll(List.of(a, b))).count();
    return new Neighbour(b, both / Math.sqrt((double) countA * countB), both);
  }

  private Stream<Candidate> bought(String productId) {
    return neighbours.getOrDefault(productId, List.of()).stream()
        .filter(neighbour -> profiles.containsKey(neighbour.productId()))
        .map(
            neighbour ->
                new Candidate(
                    Objects.requireNonNull(profiles.get(neighbour.productId())),
                    Reason.BOUGHT_TOGETHER,
                    neighbour.score()));
  }

  private Stream<Candidate> similar(@Nullable Profile subject) {
    if (subject == null || subject.categoryPath().isEmpty()) {
      return Stream.of();
    }
    return profiles.values().stream()
        .filter(profile -> isNear(subject, profile))
        .map(profile -> new Candidate(profile, Reason.SIMILAR, score(subject, profile)))
        .sorted(
            Comparator.comparingDouble(Candidate::score)
                .reversed()
                .thenComparing(candidate -> candidate.profile().productId()));
  }

  private static boolean isNear(Profile a, Profile b) {
    List<String> above = a.categoryPath().subList(0, a.categoryPath().size() - 1);
    return a.categoryPath().equals(b.categoryPath())
        || (!above.isEmpty()
            && !b.categoryPath().isEmpty()
            && b.categoryPath().subList(0, b.categoryPath().size() - 1).equals(above));
  }

  private static double score(Profile a, Profile b) {
    List<String> words = TitleWords.of(a.title());
    List<String> others = TitleWords.of(b.title());
    double common = others.stream().filter(words::contains).count();
    double price =
        (double) Math.min(a.price().minor(), b.price().minor())
            / Math.max(a.price().minor(), b.price().minor());
    int category = a.categoryPath().equals(b.categoryPath()) ? 8 : 0;
    int brand = !a.brand().isEmpty() && a.brand().equals(b.brand()) ? 4 : 0;
    return (category
            + brand
            + 2 * common / Math.max(1, words.size() + others.size() - common)
            + (a.price().currency().equals(b.price().currency()) ? price : 0))
        / 15;
  }
}
