package harbor.orders.mail;

/** Where rendered messages go out. Thread-safe. */
public interface Mailbox {
  /**
   * Sends one; when it returns, the message will arrive. Sending it again under the same id is
   * harmless.
   *
   * @throws MailRefused when it is no use to send it again
   * @throws java.io.UncheckedIOException when it cannot be sent now; its message names nobody
   */
  void send(Mail mail) throws MailRefused;

  /**
   * Forgets one that was sent, as far as it is here: what has left is its receiver's. One that is
   * unknown is forgotten already.
   *
   * @throws java.io.UncheckedIOException when it stays
   */
  void forget(String messageId);
}
