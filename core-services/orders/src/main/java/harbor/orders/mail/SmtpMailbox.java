package harbor.orders.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Hands messages to a mail server (RFC 5321), a connection each. */
public final class SmtpMailbox implements Mailbox {
  private static final String TIMEOUT_MILLIS = "10000";
  private static final int PERMANENT = 500;

  private final SmtpServer server;
  private final InternetAddress sender;
  private final Session session;

  /** Over this server; nothing is connected before the first message. */
  public SmtpMailbox(SmtpServer server, InternetAddress sender) {
    this.server = server;
    this.sender = sender;
    this.session = Session.getInstance(properties(server));
  }

  private static Properties properties(SmtpServer server) {
    String prefix = "mail." + server.protocol() + ".";
    Properties properties = new Properties();
    properties.setProperty(prefix + "connectiontimeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "timeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "writetimeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "starttls.required", Boolean.toString(server.needsStartTls()));
    properties.setProperty(prefix + "starttls.enable", Boolean.toString(server.needsStartTls()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "auth", Boolean.toString(server.user() != null));
    return properties;
  }

  @Override
  public void send(Mail mail) throws MailRefused {
    try (Transport transport = session.getTransport(server.protocol())) {
      MimeMessage message = MimeMails.of(mail, sender, session);
      transport.connect(server.host(), server.port(), server.user(), server.password());
      transport.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException e) {
      int code = code(e);
      if (code >= PERMANENT) {
        throw new MailRefused("the mail server answers " + code);
      }
      // Its text may name the receiver; the server's address and the code say enough.
      throw new UncheckedIOException(
          new IOException(
              "%s:%d answers %s"
                  .formatted(
                      server.host(),
                      server.port(),
                      code > 0 ? Integer.toString(code) : "not: " + e.getClass().getSimpleName())));
    }
  }

  /** What the server said of this message's receiver or content; 0 when it said nothing of them. */
  private static int code(MessagingException failure) {
    int code = 0;
    for (Exception e = failure; e != null; ) {
      switch (e) {
        case SMTPAddressFailedException refused -> code = refused.getReturnCode();
        // Of our own address: wrong settings, which somebody mends.
        case SMTPSenderFailedException _ -> {
          return 0;
        }
        case SMTPSendFailedException refused -> code = refused.getReturnCode();
        default -> {
          // Wraps one of them, or says nothing of the message.
        }
      }
      e = e instanceof MessagingException wrapped ? wrapped.getNextException() : null;
    }
    return code;
  }

  /** What was sent has left. */
  @Override
  public void forget(String messageId) {}
}
