package harbor.bench.report;

import harbor.bench.process.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The directory of results, and what every one of them says of its origin.
 *
 * @param commandLine as it was given
 */
public record Results(Path directory, String commandLine) {
  /**
   * Where, when and by what command.
   *
   * @param flags of the JVMs under measurement
   */
  public String header(List<String> flags) {
    return "- `%s`, %s%n%s%n"
        .formatted(
            commandLine,
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")
                .format(ZonedDateTime.now(ZoneOffset.UTC)),
            String.join("\n", Machine.description(flags)));
  }

  /** Writes a file and says so. */
  public void write(String name, String text) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("written: " + directory.resolve(name));
  }
}
