package harbor.orders.mail;

/** A message that will never be taken, however often it is sent. */
public final class MailRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** By this answer, which names nobody. */
  public MailRefused(String answer) {
    super(answer);
  }
}
