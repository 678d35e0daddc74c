package harbor.bench.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import harbor.catalog.v1.GetProductResponse;
import io.grpc.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A hit in a cache, and what it is made of. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CacheHits {
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final String[] ids = new String[CachedProducts.PRODUCTS];
  private final Cache<String, GetProductResponse> caffeine =
      Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).recordStats().build();
  private final CachedProducts products = new CachedProducts(1, RANDOM);

  /** The place of a thread in the ids, and in its context. */
  @State(Scope.Thread)
  public static class Reader {
    private int next;
    private Context own = Context.ROOT;
    private Context outer = Context.ROOT;

    /** Enters the context of a plan's call. */
    @Setup
    public void enter(CacheHits hits) {
      next = ThreadLocalRandom.current().nextInt(CachedProducts.PRODUCTS);
      own = hits.products.contextOfACall();
      outer = own.attach();
    }

    /** Leaves it. */
    @TearDown
    public void leave() {
      own.detach(outer);
    }

    private int next() {
      next = next + 1 == CachedProducts.PRODUCTS ? 0 : next + 1;
      return next;
    }
  }

  /** Fills them. */
  @Setup
  public void fill() {
    for (int i = 0; i < ids.length; i++) {
      ids[i] = CachedProducts.id(i);
      caffeine.put(ids[i], CachedProducts.product(ids[i]));
    }
  }

  /** Ends what was started. */
  @TearDown
  public void close() {
    products.close();
  }

  /** {@code ReadCache.get}, as a plan's call asks it. */
  @Benchmark
  public CompletableFuture<GetProductResponse> readCache(Reader reader) {
    return products.cache().get(ids[reader.next()]);
  }

  /** Caffeine alone. */
  @Benchmark
  public @Nullable GetProductResponse caffeine(Reader reader) {
    return caffeine.getIfPresent(ids[reader.next()]);
  }

  /** Whether it is to be refreshed early: what is drawn for every hit. */
  @Benchmark
  public double draw() {
    return -Math.log(1 - RANDOM.nextDouble());
  }

  /** What time it is. */
  @Benchmark
  public long clock() {
    return System.currentTimeMillis();
  }
}
