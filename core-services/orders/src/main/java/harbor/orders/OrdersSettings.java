package harbor.orders;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.orders.mail.FileMailbox;
import harbor.orders.mail.Mailbox;
import harbor.orders.mail.SmtpMailbox;
import harbor.orders.mail.SmtpServer;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What orders can be told besides what every core service can.
 *
 * @param mailbox where confirmations go
 */
record OrdersSettings(Mailbox mailbox) {
  private static final String SENDER = "HARBOR_ORDERS_MAIL_FROM";
  private static final String SERVER = "HARBOR_ORDERS_SMTP_URL";

  static OrdersSettings from(Environment environment) {
    return new OrdersSettings(mailbox(environment));
  }

  private static Mailbox mailbox(Environment environment) {
    InternetAddress sender =
        sender(
            environment.text(
                SENDER, "Harbor <orders@harbor.invalid>", "Who confirmations of orders are from."));
    Path folder =
        environment
            .optionalText(
                "HARBOR_ORDERS_MAIL_FOLDER",
                "Folder that confirmations of orders are written to, a file each, without a mail"
                    + " server; HARBOR_DATA/mail of a whole store, otherwise harbor-mail beside"
                    + " temporary files.")
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "harbor-mail"));
    Optional<String> user =
        environment.optionalText(
            "HARBOR_ORDERS_SMTP_USER", "Name that the mail server knows, if it asks for one.");
    Optional<String> password =
        environment.optionalText("HARBOR_ORDERS_SMTP_PASSWORD", "Its password.");
    return environment
        .optionalText(
            SERVER,
            "Mail server that takes confirmations of orders: smtps://host:465, or smtp://host:587,"
                + " which has to offer STARTTLS unless it is on this machine.")
        .map(address -> (Mailbox) new SmtpMailbox(server(address, user, password), sender))
        .orElseGet(() -> new FileMailbox(folder, sender));
  }

  private static InternetAddress sender(String text) {
    try {
      return new InternetAddress(text, true);
    } catch (AddressException e) {
      throw new InvalidSetting(SENDER, text, "a mail address, also with a name");
    }
  }

  private static SmtpServer server(
      String address, Optional<String> user, Optional<String> password) {
    try {
      return SmtpServer.at(address, user.orElse(null), password.orElse(null));
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(SERVER, address, SmtpServer.FORM);
    }
  }
}
