package harbor.kit.service.identity;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import harbor.kit.runtime.AuditLog;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is written to the audit log while it is open. */
public final class AuditLines implements AutoCloseable {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger audit = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);

  private AuditLines() {
    lines.start();
    audit.addAppender(lines);
  }

  /** Listens from now on. */
  public static AuditLines open() {
    return new AuditLines();
  }

  /** So far, in their order. */
  public List<String> all() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    audit.detachAppender(lines);
  }
}
