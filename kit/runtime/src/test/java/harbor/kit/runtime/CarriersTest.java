package harbor.kit.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In JVMs of their own: how many carriers there are is decided once. */
class CarriersTest {
  private static final String ENDED = "ended";

  @Test
  void provide_asManyThreadsWaitForAClassAsThereAreCores_leavesTheOthersRoom() throws Exception {
    assertThat(run("provide")).isEqualTo(ENDED);
  }

  @Test
  void withoutProvide_theyTakeAllCarriers() throws Exception {
    assertThat(run("leave")).isEqualTo("stuck");
  }

  private static String run(String what) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=2",
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName(),
                what)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  /** Two virtual threads that wait for a class, and a third that lets it be initialized. */
  static final class Waiting {
    private static final CountDownLatch WAITING = new CountDownLatch(2);
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    /** Is not initialized before the third thread has run. */
    private static final class Held {
      static final boolean INITIALIZED = initialize();

      private static boolean initialize() {
        await(RELEASED);
        return true;
      }
    }

    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      boolean provides = args[0].equals("provide");
      if (provides) {
        Carriers.provide();
      }
      for (int i = 0; i < 2; i++) {
        Thread.startVirtualThread(Waiting::initializeHeld);
      }
      await(WAITING);
      Thread.startVirtualThread(RELEASED::countDown);
      boolean released = RELEASED.await(provides ? 30 : 2, TimeUnit.SECONDS);
      System.out.println(released ? ENDED : "stuck");
      System.exit(0);
    }

    private static void initializeHeld() {
      WAITING.countDown();
      if (!Held.INITIALIZED) {
        throw new IllegalStateException();
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
