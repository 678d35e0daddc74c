package harbor.kit.bff.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.encoding.StreamDecoderFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is killed leaves in the system's temporary directory. */
class NativeCodingsIT {
  @TempDir private Path temporary;

  @Test
  void nothingIsLeft_whileAProcessRunsThatCodes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); !"coded".equals(line); line = out.readLine()) {
        assertThat(line).as("it ended").isNotNull();
      }

      assertThat(left()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).isNotZero();
    assertThat(left()).isEmpty();
  }

  private Stream<Path> left() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }

  /** A process that has used each coding, and Armeria's own, and waits to be killed. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      for (ContentCoding coding : ContentCoding.values()) {
        assertThat(
                coding.code(EncodedView.of("hello".repeat(100).getBytes(StandardCharsets.UTF_8))))
            .isNotNull();
      }
      assertThat(StreamDecoderFactory.brotli().encodingHeaderValue()).isEqualTo("br");
      System.out.println("coded");
      var _ = System.in.read();
    }
  }
}
