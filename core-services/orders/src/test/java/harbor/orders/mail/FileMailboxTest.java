package harbor.orders.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMailboxTest {
  private static final Mail MAIL =
      new Mail(
          "order-1@harbor.invalid",
          "ada@example.com",
          "Für Sie",
          "Total: 49,90 €\n",
          Instant.parse("2027-03-01T12:00:00Z"));

  @TempDir private Path folder = Path.of("");

  @Test
  void message_isOneFile_howeverOftenItIsSent() throws Exception {
    FileMailbox mailbox = mailbox(folder.resolve("mail"));

    mailbox.send(MAIL);
    mailbox.send(MAIL);

    try (Stream<Path> files = Files.list(folder.resolve("mail"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      try (InputStream file = Files.newInputStream(all.getFirst())) {
        MimeMessage message = new MimeMessage(null, file);
        assertThat(message.getMessageID()).isEqualTo("<order-1@harbor.invalid>");
        assertThat(message.getAllRecipients()[0]).hasToString("ada@example.com");
        assertThat(message.getSubject()).isEqualTo("Für Sie");
        assertThat(message.getContent()).isEqualTo("Total: 49,90 €\r\n");
        assertThat(message.getSentDate().toInstant()).isEqualTo(MAIL.writtenAt());
      }
    }
  }

  @Test
  void message_isNoFileAnyMore_onceItIsForgotten() throws Exception {
    FileMailbox mailbox = mailbox(folder);
    mailbox.send(MAIL);

    mailbox.forget("order-2@harbor.invalid");
    assertThat(folder.toFile().list()).hasSize(1);
    mailbox.forget(MAIL.messageId());
    mailbox.forget(MAIL.messageId());

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void message_thatCannotBeWritten_isSaidToBe() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> mailbox(file).send(MAIL)).isInstanceOf(UncheckedIOException.class);
  }

  private static FileMailbox mailbox(Path folder) throws AddressException {
    return new FileMailbox(folder, new InternetAddress("Shop <shop@example.com>"));
  }
}
