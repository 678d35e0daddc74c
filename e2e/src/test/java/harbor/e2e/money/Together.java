package harbor.e2e.money;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Things that are done at the same time. */
final class Together {
  private Together() {}

  /** Does something so many times at once, and gives what came of each. */
  static <T> List<T> run(int times, IntFunction<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int number = 0; number < times; number++) {
        int own = number;
        running.add(threads.submit(() -> work.apply(own)));
      }
      return running.stream().map(Together::got).toList();
    }
  }

  /** What came of it. */
  static <T> T got(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
