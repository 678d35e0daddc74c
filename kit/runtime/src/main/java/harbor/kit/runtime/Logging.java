package harbor.kit.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up logging to standard output, once for the whole JVM. */
public final class Logging {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%X{service:-PROCESS}]%replace("
          + " trace=%X{trace_id} correlation=%X{correlation_id}){'( trace=)?( correlation=)?$', ''}"
          + " %logger{0}: %msg%replace( %kvp{NONE}){' $', ''}%n%rEx{short}";

  /** The logger of a line for each request. */
  public static final String REQUESTS = "harbor.requests";

  /** Where a process writes its log. */
  static final String OUT = ConsoleTarget.SystemOut.getName();

  /** Where a command does. */
  static final String BESIDE = ConsoleTarget.SystemErr.getName();

  private Logging() {}

  /**
   * Replaces whatever was set up before.
   *
   * @param process what lines say that belong to no request's service
   */
  public static void start(String process, LogSettings settings) {
    start(process, settings, OUT);
  }

  /**
   * The same.
   *
   * @param target {@link #OUT}, or {@link #BESIDE} what the process gives
   */
  static void start(String process, LogSettings settings, String target) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget(target);
    console.setEncoder(settings.json() ? json(context, process) : text(context, process));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
    context.getLogger("harbor").setLevel(Level.toLevel(settings.level()));
    context.getLogger(REQUESTS).setLevel(settings.access() ? Level.INFO : Level.OFF);
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
    leaveOutClients(context);
    // It warns of reflection v1alpha, which is there beside v1 for clients that know no other.
    context.getLogger("com.linecorp.armeria.server.grpc.GrpcServiceBuilder").setLevel(Level.ERROR);
    // The development provider's library logs addresses with state and nonce, as errors.
    context.getLogger("no.nav.security.mock").setLevel(Level.OFF);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Leaves out what libraries say of what clients do wrong, which would be a line for each. */
  public static void leaveOutClients() {
    leaveOutClients((LoggerContext) LoggerFactory.getILoggerFactory());
  }

  private static void leaveOutClients(LoggerContext context) {
    // Frames that come after a reset, connections that fail.
    context.getLogger("io.netty.handler.codec.http2").setLevel(Level.WARN);
    context.getLogger("io.grpc.netty.shaded").setLevel(Level.WARN);
    // Malformed requests and connections, as warnings; a fault of ours there is logged by
    // harbor.kit.bff.wire.
    for (String server : new String[] {"NettyServerHandler", "NettyServerStream"}) {
      context.getLogger("io.grpc.netty.shaded.io.grpc.netty." + server).setLevel(Level.ERROR);
    }
    context
        .getLogger("com.linecorp.armeria.internal.common.AbstractHttp2ConnectionHandler")
        .setLevel(Level.OFF);
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
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("msg", PlainText.Message::new);
    layout.getInstanceConverterMap().put("rEx", PlainText.Trace::new);
    layout.setPattern(PATTERN.replace("PROCESS", process));
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
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
