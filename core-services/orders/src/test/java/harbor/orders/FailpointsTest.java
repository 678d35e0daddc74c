package harbor.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailpointsTest {
  /** Reaches what the first argument says while stopping at what the second one says. */
  static final class Reaching {
    public static void main(String[] args) {
      Failpoints.stoppingAt(List.of(args[1])).reach(args[0]);
    }
  }

  @Test
  void all_nameEachStepAndMoment() {
    assertThat(Failpoints.all())
        .contains(
            "place.begin.after",
            "place.capture.called",
            "place.undo-payment.before",
            "cancel.undo-payment.before",
            "return.refund.after",
            "mail.send.called")
        .doesNotHaveDuplicates();
  }

  @Test
  void nothing_isThere_unlessItIsAskedFor() {
    assertThat(Failpoints.stoppingAt(List.of())).isSameAs(Failpoints.OFF);
  }

  @Test
  void process_isGone_whereItIsToldToStop_andNowhereElse() throws Exception {
    assertThat(exitOf("place.capture.called", "place.capture.called")).isEqualTo(137);
    assertThat(exitOf("place.capture.before", "place.capture.called")).isZero();
  }

  private static int exitOf(String reached, String armed) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                Reaching.class.getName(),
                reached,
                armed)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
