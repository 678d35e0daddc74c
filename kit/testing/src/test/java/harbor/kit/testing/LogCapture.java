package harbor.kit.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Keeps what a class logs, until it is closed. */
public final class LogCapture implements AutoCloseable {
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
          line.prepareForDeferredProcessing();
          lines.add(line);
        }
      };

  private final Level before;

  private LogCapture(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
  }

  /** Begins to keep what everybody logs, at DEBUG. */
  public static LogCapture atDebug() {
    LogCapture capture = of(org.slf4j.Logger.ROOT_LOGGER_NAME);
    capture.logger.setLevel(Level.DEBUG);
    return capture;
  }

  /** Begins to keep what this class logs. */
  public static LogCapture of(Class<?> type) {
    return of(type.getName());
  }

  /** Begins to keep what the logger of this name logs. */
  public static LogCapture of(String name) {
    LogCapture capture = new LogCapture((Logger) LoggerFactory.getLogger(name));
    capture.appender.setContext(capture.logger.getLoggerContext());
    capture.appender.start();
    capture.logger.addAppender(capture.appender);
    return capture;
  }

  /** What was logged so far. */
  public List<ILoggingEvent> lines() {
    return List.copyOf(lines);
  }

  /** The same, as texts. */
  public List<String> messages() {
    return lines.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(before);
    appender.stop();
  }
}
