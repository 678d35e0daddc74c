package harbor.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMailboxTest {
  private static final Mail MAIL =
      new Mail("order-1@harbor.invalid", "ada@example.com", "Für Sie", "Total: 49,90 €\n");

  @TempDir private Path folder = Path.of("");

  @Test
  void message_isOneFile_howeverOftenItIsSent() throws IOException {
    FileMailbox mailbox = new FileMailbox(folder.resolve("mail"));

    mailbox.send(MAIL);
    mailbox.send(MAIL);

    try (Stream<Path> files = Files.list(folder.resolve("mail"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(Files.readAllLines(all.getFirst()))
          .contains(
              "Message-ID: <order-1@harbor.invalid>",
              "To: <ada@example.com>",
              "Subject: =?UTF-8?B?"
                  + Base64.getEncoder().encodeToString("Für Sie".getBytes(UTF_8))
                  + "?=",
              Base64.getEncoder().encodeToString("Total: 49,90 €\n".getBytes(UTF_8)));
    }
  }

  @Test
  void message_isNoFileAnyMore_onceItIsForgotten() throws IOException {
    FileMailbox mailbox = new FileMailbox(folder);
    mailbox.send(MAIL);

    mailbox.forget("order-2@harbor.invalid");
    assertThat(folder.toFile().list()).hasSize(1);
    mailbox.forget(MAIL.messageId());
    mailbox.forget(MAIL.messageId());

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void message_thatCannotBeWritten_isSaidToBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> new FileMailbox(file).send(MAIL))
        .isInstanceOf(UncheckedIOException.class);
  }
}
