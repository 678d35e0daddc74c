package harbor.orders;

import harbor.orders.mail.Mail;
import harbor.orders.mail.MailRefused;
import harbor.orders.mail.Mailbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is sent; can be down. */
final class FakeMailbox implements Mailbox {
  private final List<Mail> sent = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private boolean isDown;
  private boolean isRefusing;
  private volatile Runnable beforeSending = () -> {};

  @Override
  public void send(Mail mail) throws MailRefused {
    beforeSending.run();
    keep(mail);
  }

  private synchronized void keep(Mail mail) throws MailRefused {
    if (isRefusing) {
      throw new MailRefused("no such receiver");
    }
    if (isDown) {
      throw new UncheckedIOException(new IOException("down"));
    }
    sent.add(mail);
  }

  @Override
  public synchronized void forget(String messageId) {
    if (sent.removeIf(mail -> mail.messageId().equals(messageId))) {
      forgotten.add(messageId);
    }
  }

  /** Whether something that was sent for an order was here and is no more. */
  synchronized boolean hasForgotten(String orderId) {
    return forgotten.stream().anyMatch(messageId -> messageId.contains(orderId));
  }

  /** Does this whenever a message is about to be sent. */
  void beforeSending(Runnable work) {
    beforeSending = work;
  }

  synchronized void down(boolean down) {
    isDown = down;
  }

  synchronized void refusing(boolean refusing) {
    isRefusing = refusing;
  }

  /** What was sent for an order. */
  synchronized List<Mail> of(String orderId) {
    return sent.stream().filter(mail -> mail.messageId().contains(orderId)).toList();
  }
}
