package harbor.orders.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Messages as files of a folder, one a Message-ID (RFC 5322): sent again, a message takes its own
 * place. A file is whole or not there.
 */
public final class FileMailbox implements Mailbox {
  private final Session session = Session.getInstance(new Properties());
  private final Path folder;
  private final InternetAddress sender;

  /** Messages go to this folder, which is made when the first one is sent. */
  public FileMailbox(Path folder, InternetAddress sender) {
    this.folder = folder;
    this.sender = sender;
  }

  @Override
  public void send(Mail mail) throws MailRefused {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(message(mail));
      Files.createDirectories(folder);
      Path whole = file(mail.messageId());
      Path part = Files.createTempFile(folder, "mail", ".part");
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("A message cannot be written", e);
    }
  }

  @Override
  public void forget(String messageId) {
    try {
      Files.deleteIfExists(file(messageId));
    } catch (IOException e) {
      throw new UncheckedIOException("A message cannot be deleted", e);
    }
  }

  private Path file(String messageId) {
    return folder.resolve(messageId.replaceAll("[^A-Za-z0-9._-]", "_") + ".eml");
  }

  private byte[] message(Mail mail) throws IOException, MailRefused {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      MimeMails.of(mail, sender, session).writeTo(bytes);
    } catch (MessagingException e) {
      throw new IOException(e);
    }
    return bytes.toByteArray();
  }
}
