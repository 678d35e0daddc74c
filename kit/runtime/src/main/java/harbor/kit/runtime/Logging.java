package harbor.kit.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up logging to standard output, once for the whole JVM. */
public final class Logging {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%X{service:-PROCESS}]%replace("
          + " trace=%X{trace_id} correlation=%X{correlation_id}){'( trace=)?( correlation=)?$', ''}"
          + " %logger{0}: %msg%n%rEx{short}";

  private Logging() {}

  /**
   * Replaces whatever was set up before.
   *
   * @param process what lines say that belong to no request's service
   */
  public static void start(String process, LogSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(settings.json() ? json(context, process) : text(context, process));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
    context.getLogger("harbor").setLevel(Level.toLevel(settings.level()));
    // What is to be found later is written whatever the level.
    context.getLogger(AuditLog.LOGGER).setLevel(Level.INFO);
    for (String chatty :
        new String[] {
          "org.flywaydb",
          "com.zaxxer.hikari",
          "com.github.kagkarlsson",
          "com.linecorp.armeria",
          "io.zonky.test"
        }) {
      context.getLogger(chatty).setLevel(Level.WARN);
    }
    // The development provider's library logs addresses with state and nonce, as errors.
    context.getLogger("no.nav.security.mock").setLevel(Level.OFF);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Does the work while the lines of one class are left out. Not for two at the same time. */
  public static void without(Class<?> chatty, Runnable work) {
    Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(chatty);
    Level before = logger.getLevel();
    logger.setLevel(Level.OFF);
    try {
      work.run();
    } finally {
      logger.setLevel(before);
    }
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context, String process) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN.replace("PROCESS", process));
    encoder.start();
    return encoder;
  }

  private static EncoderBase<ILoggingEvent> json(LoggerContext context, String process) {
    context.putProperty("process", process);
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithArguments(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.start();
    return encoder;
  }
}
