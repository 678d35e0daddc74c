package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class AuditLogTest {
  private static final String SESSION = "3q2-7wAAAAAAAAAAAAAAAA-a-session";

  private final Logger logger = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AuditLog audit = new AuditLog("web-bff");

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  @Test
  void act_isOneLine_whichNamesTheSessionByAHash() {
    audit.signIn("26594ba2c73e", SESSION).write();
    audit.signOut("26594ba2c73e", SESSION, "back-channel").write();
    audit.refusal("FORBIDDEN", "/web/orders/{id}").trace("abc").write();
    audit.administration("26594ba2c73e", "ErasePerson", "ada").write();

    String session = "session=" + ShortHash.of(SESSION);
    assertThat(written())
        .containsExactly(
            "act=sign-in process=web-bff caller=26594ba2c73e " + session,
            "act=sign-out process=web-bff caller=26594ba2c73e " + session + " how=back-channel",
            "act=refusal process=web-bff code=FORBIDDEN what=/web/orders/{id} trace=abc",
            "act=administration process=web-bff caller=26594ba2c73e what=ErasePerson on="
                + ShortHash.of("ada"));
    assertThat(String.join("", written())).doesNotContain(SESSION, "ada ");
  }

  @Test
  void value_canMakeNeitherAnotherPairNorAnotherLine() {
    audit.refusal("X", "/a\nact=sign-in process=x caller=b" + "y".repeat(500)).write();

    assertThat(written())
        .singleElement()
        .asString()
        .startsWith("act=refusal process=web-bff code=X what=/a_act_sign-in_process_x_caller_b")
        .hasSizeLessThan(300);
  }

  @Test
  void hash_isTheSameForTheSame_andTellsNothing() {
    assertThat(ShortHash.of(SESSION)).isEqualTo(ShortHash.of(SESSION)).hasSize(16);
    assertThat(ShortHash.of(SESSION)).isNotEqualTo(ShortHash.of(SESSION + "a"));
  }

  private List<String> written() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
