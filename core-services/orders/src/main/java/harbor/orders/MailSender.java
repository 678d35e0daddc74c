package harbor.orders;

import harbor.observability.Telemetry;
import harbor.orders.mail.Mail;
import harbor.orders.mail.MailRefused;
import harbor.orders.mail.Mailbox;
import io.micrometer.core.instrument.Counter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is to be sent, each message at least once and always under the same id. */
final class MailSender {
  private static final Logger log = LoggerFactory.getLogger(MailSender.class);
  private static final int MAX_AT_ONCE = 20;

  private final PostgresMailStore mails;
  private final Mailbox mailbox;
  private final Failpoints failpoints;
  private final Tracer tracer;
  private final OldestAge oldest;
  private final Counter sent;
  private final Counter failed;
  private final Counter refused;

  MailSender(PostgresMailStore mails, Mailbox mailbox, Failpoints failpoints, Telemetry telemetry) {
    this.mails = mails;
    this.mailbox = mailbox;
    this.failpoints = failpoints;
    this.tracer = telemetry.openTelemetry().getTracer("harbor.orders");
    this.oldest =
        OldestAge.register(
            telemetry.metrics(),
            "harbor.mails.oldest.seconds",
            "How long the oldest message waits that nobody has sent",
            System::nanoTime);
    this.sent = counter(telemetry, "sent");
    this.failed = counter(telemetry, "failed");
    this.refused = counter(telemetry, "refused");
  }

  private static Counter counter(Telemetry telemetry, String result) {
    return telemetry.metrics().counter("harbor.mails", "result", result);
  }

  /** Sends what is due. What cannot be sent now is due again later. */
  void sendDue() {
    for (PostgresMailStore.Due due : mails.take(MAX_AT_ONCE)) {
      // In the trace of the request that placed the order.
      Span span =
          tracer
              .spanBuilder("mail confirmation")
              .setParent(due.origin().trace())
              .addLink(Span.current().getSpanContext())
              .startSpan();
      try (Scope _ = span.makeCurrent()) {
        send(due.mail(), span);
      } finally {
        span.end();
      }
    }
    oldest.found(mails.oldestSeconds());
  }

  private void send(Mail mail, Span span) {
    failpoints.reach("mail.send." + Failpoints.BEFORE);
    try {
      mailbox.send(mail);
    } catch (UncheckedIOException e) {
      log.warn("The message {} cannot be sent now", mail.messageId(), e);
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      failed.increment();
      return;
    } catch (MailRefused e) {
      log.warn("The message {} is never sent: {}", mail.messageId(), e.getMessage());
      mails.refused(mail);
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      refused.increment();
      return;
    }
    failpoints.reach("mail.send." + Failpoints.CALLED);
    if (!mails.sent(mail)) {
      mailbox.forget(mail.messageId());
    }
    sent.increment();
    failpoints.reach("mail.send." + Failpoints.AFTER);
  }
}
