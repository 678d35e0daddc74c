package harbor.kit.bff.signin.provider;

import static harbor.kit.bff.signin.provider.ScriptedProvider.AUDIENCE;
import static harbor.kit.bff.signin.provider.ScriptedProvider.CLIENT;
import static harbor.kit.bff.signin.provider.ScriptedProvider.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.util.EventLoopGroups;
import harbor.kit.client.identity.PersonIssuer;
import harbor.kit.client.identity.PersonTokens;
import harbor.kit.client.identity.RolesClaim;
import harbor.kit.testing.LogCapture;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
  private static EventLoopGroup loops;

  private ScriptedProvider scripted;
  private OpenIdProvider provider;
  private PersonTokens tokens;
  private volatile Instant now = Instant.now();

  @BeforeAll
  static void startLoops() {
    loops = EventLoopGroups.newEventLoopGroup(1, "test", true);
  }

  @AfterAll
  static void stopLoops() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @BeforeEach
  void open() {
    scripted = ScriptedProvider.start();
    scripted.tokenEndpoint(
        form ->
            ScriptedProvider.json(
                """
                {"access_token": "secret-of-ada@%s", "token_type": "Bearer", "expires_in": 60,
                 "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}
                """
                    .formatted(form.get("audience", ""))));
    provider =
        OpenIdProvider.open(
            new ProviderSettings(
                new PersonIssuer(scripted.issuer(), new RolesClaim(List.of("roles"))),
                CLIENT,
                SECRET,
                AUDIENCE,
                Duration.ofMinutes(5)),
            loops,
            () -> now);
    tokens =
        provider.exchanged(
            userId ->
                CompletableFuture.completedFuture(
                    Optional.of("access-of-ada").filter(_ -> userId.equals("ada"))));
  }

  @AfterEach
  void close() {
    provider.close();
    scripted.close();
  }

  @Test
  void token_isAskedForWithThePersonsOwn_forOneService() {
    assertThat(of("ada", "carts")).isEqualTo("secret-of-ada@carts");
    assertThat(of("ada", "carts")).isEqualTo("secret-of-ada@carts");

    QueryParams form = scripted.tokenRequests().getFirst();
    assertThat(scripted.tokenRequests()).hasSize(1);
    assertThat(form.get("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:token-exchange");
    assertThat(form.get("subject_token")).isEqualTo("access-of-ada");
    assertThat(form.get("subject_token_type"))
        .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
    assertThat(form.getAll("audience")).containsExactly("carts");
  }

  @Test
  void token_isAskedForAgain_beforeItsEnd() {
    of("ada", "carts");
    now = now.plusSeconds(45);
    of("ada", "carts");

    assertThat(scripted.tokenRequests()).hasSize(2);
  }

  @Test
  void refusal_isNoToken_andTheLogSaysOnceWhy_withoutAnyToken() {
    scripted.tokenEndpoint(
        _ ->
            HttpResponse.of(
                HttpStatus.BAD_REQUEST,
                MediaType.JSON,
                "{\"error\":\"invalid_client\",\"error_description\":\"access-of-ada\"}"));

    List<String> lines =
        logged(
            () -> {
              assertFails("ada", "carts");
              now = now.plusSeconds(2);
              assertFails("ada", "carts");
            });

    assertThat(scripted.tokenRequests()).hasSize(2);
    assertThat(lines)
        .containsExactly(
            "The provider gives no tokens to call carts for people: status 400, invalid_client");
  }

  @Test
  void answerWithoutMeaning_andProviderThatIsDown_areNoToken() {
    scripted.tokenEndpoint(_ -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE));
    assertFails("ada", "carts");
    scripted.tokenEndpoint(_ -> ScriptedProvider.json("{}"));
    assertFails("ada", "orders");
    scripted.close();

    assertThat(logged(() -> assertFails("ada", "users"))).hasSize(1);
  }

  @Test
  void personWhoIsNotSignedIn_hasNoToken_andTheProviderIsNotAsked() {
    assertFails("ben", "carts");

    assertThat(scripted.tokenRequests()).isEmpty();
  }

  private String of(String userId, String service) {
    return tokens.of(userId, service).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void assertFails(String userId, String service) {
    assertThat(tokens.of(userId, service).orTimeout(10, TimeUnit.SECONDS))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class);
  }

  private static List<String> logged(Runnable work) {
    try (LogCapture log = LogCapture.of(TokenExchange.class)) {
      work.run();
      return log.lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }
}
