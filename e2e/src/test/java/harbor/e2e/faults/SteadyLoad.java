package harbor.e2e.faults;

import static java.util.Objects.requireNonNullElse;
import static org.awaitility.Awaitility.await;

import harbor.e2e.faults.Verdict.Ending;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * People who ask for so many pages a second, whether those of before are answered or not, and a
 * judge of each answer.
 */
final class SteadyLoad implements AutoCloseable {
  /** Each kind of page once a second. */
  static final int RATE = 12;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WHOLE_FOR = Duration.ofSeconds(1);

  private final String caches;
  private final Shoppers shoppers;
  private final int rate;
  private final Map<URI, Set<String>> whole = new ConcurrentHashMap<>();
  private final Queue<Asked> all = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean mayForget;
  private int next;

  /** A page that was asked for at a time of {@link System#nanoTime}. */
  private record Asked(long at, CompletableFuture<Judged> judged) {}

  /** What came of it. */
  record Judged(Page page, Duration took, Verdict verdict) {}

  private SteadyLoad(String caches, Shoppers shoppers, int rate) {
    this.caches = caches;
    this.shoppers = shoppers;
    this.rate = rate;
  }

  /**
   * Begins, once each page was seen whole.
   *
   * @param caches on or off, as those have them who are asked
   * @param rate pages a second
   */
  static SteadyLoad begin(String caches, Shoppers shoppers, int rate) {
    SteadyLoad load = new SteadyLoad(caches, shoppers, rate);
    shoppers.all().forEach(load::learn);
    long nanos = TimeUnit.SECONDS.toNanos(1) / rate;
    var _ = load.clock.scheduleAtFixedRate(load::ask, nanos, nanos, TimeUnit.NANOSECONDS);
    return load;
  }

  private void learn(Page page) {
    Page.Answer answer =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                page::ask,
                said ->
                    said.isPresent()
                        && said.get().status() == 200
                        && said.get().header("x-degraded").isEmpty())
            .orElseThrow();
    whole.put(page.address(), answer.fields());
  }

  private void ask() {
    Page page = shoppers.page(next++);
    CompletableFuture<Judged> judged = new CompletableFuture<>();
    all.add(new Asked(System.nanoTime(), judged));
    var _ = people.submit(() -> ask(page, judged));
  }

  private void ask(Page page, CompletableFuture<Judged> judged) {
    try {
      boolean mayForgetNow = mayForget;
      Optional<Page.Answer> answer = page.ask();
      Set<String> fields = requireNonNullElse(whole.get(page.address()), Set.of());
      judged.complete(
          new Judged(
              page,
              answer.map(Page.Answer::took).orElse(PATIENCE),
              Verdict.of(page, answer, fields, mayForgetNow)));
      if (page.ofASession() && answer.filter(said -> said.status() / 100 == 4).isPresent()) {
        shoppers.signInInTheBrowser();
      }
    } catch (RuntimeException e) {
      judged.completeExceptionally(e);
    }
  }

  /**
   * Begins to count anew.
   *
   * @param mayLose whether sessions may be lost from now on
   */
  void startAnew(boolean mayLose) {
    mayForget = mayLose;
    all.clear();
  }

  /** On or off. */
  String caches() {
    return caches;
  }

  /** Waits while so many pages are asked for. */
  void go(Duration time) {
    long pages = time.toMillis() * rate / 1_000;
    int before = all.size();
    await().atMost(time.plus(PATIENCE)).until(() -> all.size() - before >= pages);
  }

  /** What came of the pages asked for from one time to another, once all have ended. */
  List<Judged> between(long from, long to) {
    return all.stream()
        .filter(asked -> asked.at() >= from && asked.at() < to)
        .map(asked -> asked.judged().join())
        .toList();
  }

  /**
   * Waits until all pages of a whole second are whole again.
   *
   * @return how long after a time the last one was asked for that was not
   */
  Duration recovered(long since) {
    await().atMost(PATIENCE).until(() -> isWholeAgain(since));
    return Duration.ofNanos(lastTrouble(since) - since);
  }

  private boolean isWholeAgain(long since) {
    long last = lastTrouble(since);
    long end = last + WHOLE_FOR.toNanos();
    List<Asked> second =
        all.stream().filter(asked -> asked.at() > last && asked.at() < end).toList();
    return System.nanoTime() > end
        && second.size() >= rate - rate / 6
        && second.stream().allMatch(asked -> asked.judged().isDone());
  }

  private long lastTrouble(long since) {
    return all.stream()
        .filter(asked -> asked.at() >= since && asked.judged().isDone())
        .filter(asked -> asked.judged().join().verdict().ending() != Ending.WHOLE)
        .map(Asked::at)
        .max(Comparator.naturalOrder())
        .orElse(since);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    people.shutdownNow();
  }
}
