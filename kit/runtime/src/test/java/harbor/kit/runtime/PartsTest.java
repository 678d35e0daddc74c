package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final Parts parts = new Parts();
  private final List<String> closed = new ArrayList<>();

  @Test
  void parts_areClosed_inTheReverseOfTheirOrder() {
    add("telemetry");
    add("database");
    add("server");

    parts.close();

    assertThat(closed).containsExactly("server", "database", "telemetry");
  }

  @Test
  void otherParts_areClosed_whenOneFails() {
    add("telemetry");
    parts.add(
        "database",
        () -> {
          throw new IOException("does not close");
        });
    add("server");

    parts.close();

    assertThat(closed).containsExactly("server", "telemetry");
  }

  @Test
  void otherParts_areClosed_whenOneIsInterrupted() {
    add("telemetry");
    parts.add(
        "database",
        () -> {
          throw new InterruptedException();
        });

    parts.close();

    assertThat(closed).containsExactly("telemetry");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void parts_areClosedOnce() {
    add("server");
    parts.close();

    parts.close();

    assertThat(closed).containsExactly("server");
  }

  @Test
  void part_isGivenBack() {
    AutoCloseable part = () -> {};

    assertThat(parts.add("part", part)).isSameAs(part);
  }

  private void add(String name) {
    AutoCloseable _ = parts.add(name, () -> closed.add(name));
  }
}
