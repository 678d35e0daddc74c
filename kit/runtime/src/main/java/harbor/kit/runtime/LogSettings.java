package harbor.kit.runtime;

import java.util.List;

/**
 * How a process logs.
 *
 * @param json one JSON object a line instead of text for people
 * @param level the least level that is written: TRACE, DEBUG, INFO, WARN or ERROR
 */
public record LogSettings(boolean json, String level) {
  /** Reads {@code HARBOR_LOG_FORMAT} and {@code HARBOR_LOG_LEVEL}. */
  public static LogSettings from(Environment environment) {
    return new LogSettings(
        environment
            .oneOf(
                "HARBOR_LOG_FORMAT",
                List.of("text", "json"),
                "text",
                "Log lines as text for people or as one JSON object a line.")
            .equals("json"),
        environment.oneOf(
            "HARBOR_LOG_LEVEL",
            List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR"),
            "INFO",
            "The least level that is logged."));
  }
}
