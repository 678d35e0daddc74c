package harbor.orders;

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

  MailSender(PostgresMailStore mails, Mailbox mailbox, Failpoints failpoints) {
    this.mails = mails;
    this.mailbox = mailbox;
    this.failpoints = failpoints;
  }

  /** Sends what is due. What cannot be sent now is due again later. */
  void sendDue() {
    for (Mail mail : mails.take(MAX_AT_ONCE)) {
      failpoints.reach("mail.send." + Failpoints.BEFORE);
      try {
        mailbox.send(mail);
      } catch (UncheckedIOException e) {
        log.warn("The message {} cannot be sent now", mail.messageId(), e);
        continue;
      }
      failpoints.reach("mail.send." + Failpoints.CALLED);
      if (!mails.sent(mail)) {
        mailbox.forget(mail.messageId());
      }
      failpoints.reach("mail.send." + Failpoints.AFTER);
    }
  }
}
