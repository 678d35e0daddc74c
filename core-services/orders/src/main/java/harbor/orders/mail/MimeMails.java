package harbor.orders.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;

/** Messages as they stand on the wire (RFC 5322), each time the same. */
final class MimeMails {
  private MimeMails() {}

  /**
   * The message.
   *
   * @throws MailRefused when its receiver is no address
   */
  static MimeMessage of(Mail mail, InternetAddress sender, Session session)
      throws MessagingException, MailRefused {
    MimeMessage message = new Named(session, "<" + mail.messageId() + ">");
    message.setFrom(sender);
    message.setRecipient(RecipientType.TO, receiver(mail));
    message.setSubject(mail.subject(), UTF_8.name());
    message.setSentDate(Date.from(mail.writtenAt()));
    message.setText(mail.body(), UTF_8.name());
    message.saveChanges();
    return message;
  }

  private static InternetAddress receiver(Mail mail) throws MailRefused {
    try {
      return new InternetAddress(mail.receiver(), true);
    } catch (MessagingException _) {
      // What is wrong with it would name the receiver.
      throw new MailRefused("its receiver is no address");
    }
  }

  /** The library would give it an id of its own. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
