package harbor.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void jvm_hasCompilerTime_withinItsCpuTime() {
    long self = ProcessHandle.current().pid();

    long compiler = Usage.compilerMillis(self);

    assertThat(compiler).isPositive().isLessThan(Usage.cpuMillis(self));
    assertThat(Usage.residentMib(self)).isPositive();
  }

  @Test
  void processThatEnded_isAnError() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertThatThrownBy(() -> Usage.cpuMillis(ended.pid())).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> Usage.compilerMillis(ended.pid()))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void otherProcess_hasNone() throws IOException {
    Process cat = new ProcessBuilder("cat").start();
    try {
      assertThat(Usage.compilerMillis(cat.pid())).isZero();
    } finally {
      cat.destroy();
    }
  }
}
