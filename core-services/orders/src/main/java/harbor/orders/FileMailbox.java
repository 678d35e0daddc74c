package harbor.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/**
 * Messages as files of a folder, one a Message-ID (RFC 5322): sent again, a message takes its own
 * place. A file is whole or not there.
 */
final class FileMailbox implements Mailbox {
  private static final String SENDER = "Harbor <orders@harbor.invalid>";

  private final Path folder;

  /** Messages go to this folder, which is made when the first one is sent. */
  FileMailbox(Path folder) {
    this.folder = folder;
  }

  @Override
  public void send(Mail mail) {
    byte[] message = message(mail).getBytes(StandardCharsets.US_ASCII);
    try {
      Files.createDirectories(folder);
      Path whole = file(mail.messageId());
      Path part = Files.createTempFile(folder, "mail", ".part");
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
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

  private static String message(Mail mail) {
    return String.join(
        "\r\n",
        "Message-ID: <" + mail.messageId() + ">",
        "From: " + SENDER,
        "To: <" + mail.receiver() + ">",
        "Subject: " + encodedWord(mail.subject()),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: base64",
        "",
        Base64.getMimeEncoder().encodeToString(mail.body().getBytes(StandardCharsets.UTF_8)),
        "");
  }

  /** RFC 2047. */
  private static String encodedWord(String text) {
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }
}
