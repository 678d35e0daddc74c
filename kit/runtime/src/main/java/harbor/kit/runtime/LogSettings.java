package harbor.kit.runtime;

import java.io.Console;
import java.util.List;
import java.util.Optional;

/**
 * How a process logs.
 *
 * @param json one JSON object a line instead of text for people
 * @param access whether each request that was answered has a line
 * @param level the least level that is written: TRACE, DEBUG, INFO, WARN or ERROR
 */
public record LogSettings(boolean json, String level, boolean access) {
  /** Without lines of requests. */
  public LogSettings(boolean json, String level) {
    this(json, level, false);
  }

  /** Reads {@code HARBOR_LOG_FORMAT}, {@code HARBOR_LOG_LEVEL} and {@code HARBOR_LOG_REQUESTS}. */
  public static LogSettings from(Environment environment) {
    return new LogSettings(
        isJson(
            environment.oneOf(
                "HARBOR_LOG_FORMAT",
                List.of("auto", "text", "json"),
                "auto",
                "Log lines as text for people or as one JSON object a line; auto: text in a"
                    + " terminal, otherwise JSON.")),
        environment.oneOf(
            "HARBOR_LOG_LEVEL",
            List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR"),
            "INFO",
            "The least level that is logged."),
        environment.isOn(
            "HARBOR_LOG_REQUESTS", false, "Whether a BFF logs a line for each request."));
  }

  private static boolean isJson(String format) {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return format.equals("json") || (format.equals("auto") && !isTerminal);
  }
}
