package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Core services have no Armeria on their class path. */
final class WithoutArmeriaTest {
  @Test
  void telemetry_startsAndScrapes_withoutArmeria()
      throws IOException, ReflectiveOperationException {
    URL[] others =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("armeria"))
            .map(WithoutArmeriaTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
      Class<?> telemetry = loader.loadClass("harbor.observability.Telemetry");
      Object started =
          telemetry
              .getMethod("start", String.class, Map.class)
              .invoke(null, "catalog", Map.of("OTEL_SDK_DISABLED", "true"));
      telemetry.getMethod("close").invoke(started);

      assertThat(started).isNotInstanceOf(Telemetry.class);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
