package harbor.orders.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMailboxTest {
  private static final Mail MAIL =
      new Mail(
          "order-1@harbor.invalid",
          "ada@example.com",
          "Für Sie",
          "Total: 49,90 €\n",
          Instant.parse("2027-03-01T12:00:00Z"));

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void message_arrives_underOneId_howeverOftenItIsSent() throws Exception {
    server.start();
    SmtpMailbox mailbox = mailbox("smtp://127.0.0.1:" + server.getSmtp().getPort());

    mailbox.send(MAIL);
    mailbox.send(MAIL);

    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(2);
    for (MimeMessage message : received) {
      assertThat(message.getMessageID()).isEqualTo("<order-1@harbor.invalid>");
      assertThat(message.getSubject()).isEqualTo("Für Sie");
      assertThat(message.getContent()).asString().contains("Total: 49,90 €");
      assertThat(message.getAllRecipients()[0]).hasToString("ada@example.com");
      assertThat(message.getFrom()[0]).hasToString("Shop <shop@example.com>");
      assertThat(message.getSentDate().toInstant()).isEqualTo(MAIL.writtenAt());
    }
  }

  @Test
  void server_isToldWhoSends_whenItAsks() throws Exception {
    server.setUser("shop@example.com", "shop", "secret");
    server.start();
    String address = "smtp://127.0.0.1:" + server.getSmtp().getPort();

    mailbox(SmtpServer.at(address, "shop", "secret")).send(MAIL);

    assertThat(server.getReceivedMessages()).hasSize(1);
    assertNotSent(mailbox(SmtpServer.at(address, "shop", "wrong")));
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  /** 127.0.0.2 stands for a server elsewhere: this one offers no STARTTLS. */
  @Test
  void server_elsewhere_isSentNothing_withoutTls() throws Exception {
    try (ScriptedServer other = new ScriptedServer("127.0.0.2", "250 ok")) {
      assertNotSent(mailbox("smtp://127.0.0.2:" + other.port()));

      assertThat(other.hasMessage()).isFalse();
    }
  }

  /** Its certificate is of its own making. */
  @Test
  void server_thatNobodyKnows_isSentNothing() throws Exception {
    server.start();

    assertNotSent(mailbox("smtps://127.0.0.1:" + server.getSmtps().getPort()));

    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void message_isToBeSentLater_whenNobodyListens() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    assertNotSent(mailbox("smtp://127.0.0.1:" + port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"550 no such user <ada@example.com>", "552 too large"})
  void message_isRefusedForGood_byACodeOf5xx(String answer) throws Exception {
    try (ScriptedServer other = new ScriptedServer("127.0.0.1", answer)) {
      assertThatThrownBy(() -> mailbox("smtp://127.0.0.1:" + other.port()).send(MAIL))
          .isInstanceOf(MailRefused.class)
          .hasMessage("the mail server answers " + answer.substring(0, 3));
    }
  }

  @Test
  void message_isToBeSentLater_afterACodeOf4xx_andNobodyIsNamed() throws Exception {
    try (ScriptedServer other =
        new ScriptedServer("127.0.0.1", "451 greylisted <ada@example.com>")) {
      assertThatThrownBy(() -> mailbox("smtp://127.0.0.1:" + other.port()).send(MAIL))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("answers 451")
          .hasMessageNotContaining("ada@");
    }
  }

  @Test
  void receiver_thatIsNone_isRefusedForGood_andNotNamed() {
    Mail mail = new Mail("order-2@harbor.invalid", "a b@@c", "s", "b", MAIL.writtenAt());

    assertThatThrownBy(() -> mailbox("smtp://127.0.0.1:9").send(mail))
        .isInstanceOf(MailRefused.class)
        .hasMessageNotContaining("@@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mail.example", "http://mail.example", "smtp:", "smtp://a:b@mail.example"})
  void address_thatIsNoServers_isRefused(String address) {
    assertThatThrownBy(() -> SmtpServer.at(address, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(SmtpServer.FORM);
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example, 587",
    "smtps://mail.example, 465",
    "smtp://mail.example:25, 25"
  })
  void address_hasThePortThatItSays_orTheUsualOne(String address, int port) {
    SmtpServer at = SmtpServer.at(address, "shop", "secret");

    assertThat(at.port()).isEqualTo(port);
    assertThat(at.toString()).doesNotContain("secret");
  }

  private static void assertNotSent(SmtpMailbox mailbox) {
    assertThatThrownBy(() -> mailbox.send(MAIL)).isInstanceOf(UncheckedIOException.class);
  }

  private static SmtpMailbox mailbox(String address) throws AddressException {
    return mailbox(SmtpServer.at(address, null, null));
  }

  private static SmtpMailbox mailbox(SmtpServer server) throws AddressException {
    return new SmtpMailbox(server, new InternetAddress("Shop <shop@example.com>"));
  }

  /** Answers each receiver alike, and knows no STARTTLS. */
  private static final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final String answer;
    private volatile boolean hasMessage;

    ScriptedServer(String host, String answer) throws IOException {
      listening = new ServerSocket(0, 5, InetAddress.getByName(host));
      this.answer = answer;
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      try (Socket socket = listening.accept();
          BufferedReader in =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
          PrintWriter out = new PrintWriter(socket.getOutputStream(), true, US_ASCII)) {
        out.print("220 scripted\r\n");
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          hasMessage |= line.startsWith("MAIL");
          out.print((line.startsWith("RCPT") ? answer : "250 ok") + "\r\n");
          out.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int port() {
      return listening.getLocalPort();
    }

    boolean hasMessage() {
      return hasMessage;
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
