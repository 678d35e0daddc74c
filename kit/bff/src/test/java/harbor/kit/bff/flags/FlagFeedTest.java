package harbor.kit.bff.flags;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.Caller;
import io.grpc.Context;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlagFeedTest {
  private static final Caller USER = Caller.user("user-1");

  private final VirtualTime time = new VirtualTime();
  private final Flags flags = new Flags(new SimpleMeterRegistry());
  private final Deque<CompletableFuture<List<FlagRule>>> reads = new ArrayDeque<>();
  private final FlagFeed feed = new FlagFeed(this::read, flags, time);
  private boolean hadDeadline = true;

  @AfterEach
  void close() {
    flags.close();
  }

  @Test
  void rules_areReadAtTheStart_andWheneverTheyChanged() {
    feed.start();
    run();
    answer("one");
    feed.subscribed();
    run();
    answer("one");
    assertThat(flags.variant("home", USER)).isEqualTo("one");

    feed.changed(List.of("flags"));
    run();
    assertThat(flags.variant("home", USER)).isEqualTo("one");
    answer("two");
    assertThat(flags.variant("home", USER)).isEqualTo("two");

    feed.reset();
    run();
    answer("three");
    assertThat(flags.variant("home", USER)).isEqualTo("three");
    assertThat(hadDeadline).isTrue();
  }

  @Test
  void changeDuringARead_isReadAfterIt() {
    feed.subscribed();
    run();
    feed.changed(List.of("flags"));
    feed.changed(List.of("flags"));
    run();
    assertThat(reads).hasSize(1);

    answer("old");
    assertThat(reads).hasSize(1);
    answer("new");

    assertThat(flags.variant("home", USER)).isEqualTo("new");
    assertThat(reads).isEmpty();
  }

  @Test
  void lastKnownRules_hold_untilTheServiceAnswersAgain() {
    feed.subscribed();
    run();
    answer("known");
    feed.changed(List.of("flags"));
    run();

    for (int tries = 0; tries < 10; tries++) {
      fail();
      assertThat(reads).isEmpty();
      assertThat(flags.variant("home", USER)).isEqualTo("known");
      time.advance(Duration.ofSeconds(8));
      assertThat(reads).hasSize(1);
    }
    answer("new");

    assertThat(flags.variant("home", USER)).isEqualTo("new");
    time.advance(Duration.ofMinutes(5));
    assertThat(reads).isEmpty();
  }

  @Test
  void defaultsHold_whenTheServiceNeverAnswered_andItIsAskedAgain() {
    feed.start();
    run();

    fail();
    assertThat(flags.variant("home", USER)).isEqualTo("off");
    time.advance(Duration.ofMillis(250));
    answer("on");

    assertThat(flags.variant("home", USER)).isEqualTo("on");
  }

  private CompletableFuture<List<FlagRule>> read() {
    hadDeadline &= Context.current().getDeadline() != null;
    CompletableFuture<List<FlagRule>> read = new CompletableFuture<>();
    reads.add(read);
    return read;
  }

  private void answer(String variant) {
    reads
        .remove()
        .complete(
            List.of(new FlagRule("home", true, 10_000, List.of(new FlagRule.Variant(variant, 1)))));
    run();
  }

  private void fail() {
    reads.remove().completeExceptionally(new IllegalStateException("down"));
    run();
  }

  private void run() {
    time.advance(Duration.ZERO);
  }
}
