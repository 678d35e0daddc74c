package harbor.identitydev;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** An access token of a person by name, for whoever tries calls by hand. */
public final class DevelopmentToken {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private DevelopmentToken() {}

  /**
   * Asks the development provider that runs for one.
   *
   * @throws IOException when there is none, it takes too long, or it does not know the person; the
   *     message is a sentence
   */
  public static String of(String person, URI issuer) throws IOException {
    HttpResponse<String> answer = ask(person, issuer);
    if (answer.statusCode() >= 500) {
      throw new IOException(
          "The development provider at %s fails; its log says why".formatted(issuer));
    }
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s does not know '%s'; it knows %s".formatted(issuer, person, Person.names()));
    }
    try {
      return JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), "access_token");
    } catch (ParseException e) {
      throw new IOException("What answers at " + issuer + " is no development provider", e);
    }
  }

  private static HttpResponse<String> ask(String person, URI issuer) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + "/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(FormFields.text(grant(person))))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "The development provider at %s took longer than %d s"
              .formatted(issuer, PATIENCE.toSeconds()),
          e);
    } catch (IOException e) {
      throw new IOException(
          "No development provider answers at %s; ./harbor up starts it".formatted(issuer), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The form that asks for it; the password is none, and nobody checks it. */
  static Map<String, String> grant(String person) {
    return Map.of(
        "grant_type", "password",
        "username", person.toLowerCase(Locale.ROOT),
        "password", "none",
        "client_id", IdentityDev.CLIENT_ID,
        "scope", "openid");
  }
}
