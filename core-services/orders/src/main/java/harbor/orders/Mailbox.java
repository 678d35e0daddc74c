package harbor.orders;

/** Where rendered messages go out. */
interface Mailbox {
  /**
   * Sends one; when it returns, the message will arrive. Sending it again under the same id is
   * harmless.
   *
   * @throws java.io.UncheckedIOException when it cannot be sent now
   */
  void send(Mail mail);

  /**
   * Forgets one that was sent, as far as it is here: what has left is its receiver's. One that is
   * unknown is forgotten already.
   *
   * @throws java.io.UncheckedIOException when it stays
   */
  void forget(String messageId);
}
