package harbor.kit.runtime;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * What stands in a line of text for people, so that nobody can write lines or terminal commands by
 * what a request or an answer says: control characters of a message become {@code _}, and each
 * further line of an exception is indented.
 */
final class PlainText {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\u2028\u2029]");
  private static final Pattern CONTROL_IN_LINE =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\u2028\u2029&&[^\\n\\t]]");

  private PlainText() {}

  /** A message, in one line. */
  static final class Message extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return CONTROL.matcher(String.valueOf(super.convert(event))).replaceAll("_");
    }
  }

  /** An exception, root cause first. */
  static final class Trace extends RootCauseFirstThrowableProxyConverter {
    @Override
    public String convert(ILoggingEvent event) {
      String trace = super.convert(event);
      return trace.isEmpty()
          ? trace
          : "  "
              + CONTROL_IN_LINE.matcher(trace.strip()).replaceAll("_").replace("\n", "\n  ")
              + '\n';
    }
  }
}
