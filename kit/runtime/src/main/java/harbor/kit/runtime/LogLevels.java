package harbor.kit.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import harbor.kit.runtime.ManagementServer.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /log} of a management port: which of our loggers have a level of their own, and
 * how to change one while the process runs, until it ends.
 *
 * <p>Only loggers of ours have levels here: a library's at DEBUG shows what requests say. The audit
 * log is written whatever anybody sets.
 */
public final class LogLevels {
  private static final String OURS = "harbor";
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
  private static final String INHERIT = "INHERIT";
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogLevels.class);

  private LogLevels() {}

  /** Adds the page. */
  public static void addTo(ManagementServer management) {
    management.page("/log", LogLevels::shown, LogLevels::changed);
  }

  private static Response shown() {
    return Response.text(
        200,
        loggers().getLoggerList().stream()
            .filter(logger -> isOurs(logger.getName()) && logger.getLevel() != null)
            .map(logger -> logger.getName() + ' ' + logger.getLevel() + '\n')
            .collect(Collectors.joining()));
  }

  private static Response changed(String body) {
    Map<String, String> said = pairs(body.strip());
    String name = said.getOrDefault("logger", "");
    String level = said.getOrDefault("level", "").toUpperCase(Locale.ROOT);
    if (!isOurs(name) || name.startsWith(AuditLog.LOGGER)) {
      return Response.text(
          400, "logger: harbor or a name below it (expected), except for harbor.audit\n");
    }
    boolean inherits = level.equals(INHERIT) && !name.equals(OURS);
    if (!inherits && !LEVELS.contains(level)) {
      return Response.text(
          400, "level: one of " + LEVELS + ", or INHERIT below harbor (expected)\n");
    }
    Logger logger = loggers().getLogger(name);
    logger.setLevel(inherits ? null : Level.toLevel(level));
    log.warn("The level of {} is now {}", name, logger.getEffectiveLevel());
    return shown();
  }

  private static Map<String, String> pairs(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
  }

  private static boolean isOurs(String name) {
    return name.matches("harbor(\\.[A-Za-z0-9_]{1,64}){0,12}");
  }

  private static LoggerContext loggers() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
