package harbor.e2e.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpStatus;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.testing.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak in a process of its own, one for all tests of a JVM, reached through a {@link
 * ProviderProxy}: its realm, {@code keycloak/harbor-realm.json}, ends a session whose refresh token
 * is used twice. Every JVM has its own copy of the database, in which that realm is already.
 */
public final class Keycloak {
  /** What both BFFs' access tokens are for. */
  static final String AUDIENCE = "harbor-api";

  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final Path REALM =
      ROOT.resolve("e2e/src/test/resources/keycloak/harbor-realm.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static @Nullable Keycloak shared;

  private final ProviderProxy proxy;
  private final int port;
  private final Path log;
  private final Process process;

  private Keycloak(ProviderProxy proxy, int port, Path log, Process process) {
    this.proxy = proxy;
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /** The one of this JVM; where there is none, ends the test as skipped. */
  public static synchronized Keycloak get() {
    assumeTrue(
        Prepared.PLACE.isPresent(),
        "Skipped: Maven could not bring Keycloak; what build/keycloak says stands in the log.");
    if (shared == null) {
      shared = start(Prepared.PLACE.orElseThrow());
    }
    return shared;
  }

  /** What stands before it; tests that meddle with it reset it. */
  ProviderProxy proxy() {
    return proxy;
  }

  /** As tokens and discovery name it: an address of the proxy's. */
  String issuer() {
    return "http://localhost:" + proxy.port() + "/realms/harbor";
  }

  /** The secret of a client. */
  public static String secretOf(String client) {
    return client + "-secret-of-the-tests";
  }

  /** The password of ada, ben or grace. */
  static String passwordOf(String person) {
    return person + "-password";
  }

  /** Settings of a BFF that signs people in here. */
  public Map<String, String> environment(String client) {
    return Map.of(
        "HARBOR_OIDC_ISSUER",
        issuer(),
        "HARBOR_OIDC_CLIENT_ID",
        client,
        "HARBOR_OIDC_CLIENT_SECRET",
        secretOf(client),
        "HARBOR_OIDC_AUDIENCE",
        AUDIENCE,
        "HARBOR_OIDC_ROLES_CLAIM",
        "roles");
  }

  /**
   * Registers where a client's BFFs are: exact addresses of its callback and of back-channel
   * logout.
   */
  public void register(String client, String callback, String backchannelLogout) {
    ObjectNode representation = client(client);
    representation.set("redirectUris", JSON.createArrayNode().add(callback));
    ObjectNode attributes = representation.withObjectProperty("attributes");
    attributes.put("backchannel.logout.url", backchannelLogout);
    admin("PUT", "/clients/" + representation.path("id").asText(), representation.toString());
  }

  /** An access token of a person, without a browser. */
  public String accessToken(String person) {
    return tokens(person).path("access_token").asText();
  }

  /** All tokens of a person, without a browser. */
  JsonNode tokens(String person) {
    return token(
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "tests",
            "client_secret",
            secretOf("tests"),
            "username",
            person,
            "password",
            passwordOf(person),
            "scope",
            "openid"));
  }

  /** From now on its token endpoint answers nobody, or again. */
  public void isDown(boolean now) {
    proxy.reset();
    if (now) {
      proxy.on("/token", Fault.instead(HttpStatus.SERVICE_UNAVAILABLE, "{}"));
    }
  }

  /** How often tokens were asked for by exchange since it was last down. */
  public long exchanges() {
    return proxy.tokenRequests("urn:ietf:params:oauth:grant-type:token-exchange");
  }

  /** Whatever the token endpoint says to a form. */
  public JsonNode token(Map<String, String> form) {
    return json(
        send(
            request("/realms/harbor/protocol/openid-connect/token")
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofString(Form.of(form)))));
  }

  /** Ends all sessions of a person, as an administrator of the provider does it. */
  void signOut(String person) {
    admin("POST", "/users/" + idOf(person) + "/logout", "");
  }

  /** How many sessions a person has. */
  int sessions(String person) {
    return admin("GET", "/users/" + idOf(person) + "/sessions", "").size();
  }

  /** Signs with a new key from now on; the former ones stay published. */
  void rotateKeys() {
    String realm = admin("GET", "", "").path("id").asText();
    ObjectNode key = JSON.createObjectNode();
    key.put("name", "rotated").put("providerId", "rsa-generated").put("parentId", realm);
    key.put("providerType", "org.keycloak.keys.KeyProvider");
    ObjectNode config = key.putObject("config");
    config.putArray("priority").add(Integer.toString(300 + keys().size()));
    config.putArray("algorithm").add("RS256");
    admin("POST", "/components", key.toString());
  }

  /** Signs with the realm's known key, which stays published beside newer ones. */
  String signed(JWTClaimsSet claims) {
    try {
      String text =
          JSON.readTree(REALM.toFile())
              .at("/components/org.keycloak.keys.KeyProvider/0/config/privateKey/0")
              .asText();
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey)
              KeyFactory.getInstance("RSA")
                  .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
      String modulus = Base64URL.encode(key.getModulus()).toString();
      String id =
          keys()
              .valueStream()
              .filter(published -> published.path("n").asText().equals(modulus))
              .map(published -> published.path("kid").asText())
              .findFirst()
              .orElseThrow();
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (IOException | GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The published keys. */
  JsonNode keys() {
    return json(send(request("/realms/harbor/protocol/openid-connect/certs").GET())).path("keys");
  }

  private ObjectNode client(String id) {
    return (ObjectNode) admin("GET", "/clients?clientId=" + id, "").path(0);
  }

  private String idOf(String person) {
    return admin("GET", "/users?exact=true&username=" + person, "").path(0).path("id").asText();
  }

  private JsonNode admin(String method, String path, String body) {
    String token =
        token(
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "tests",
                    "client_secret", secretOf("tests")))
            .path("access_token")
            .asText();
    HttpResponse<String> answer =
        send(
            request("/admin/realms/harbor" + path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    if (answer.statusCode() >= 400) {
      throw new IllegalStateException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
    return json(answer);
  }

  /** Past the proxy: what tests arrange is none of what they look at. */
  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Keycloak start(Path prepared) {
    int port = TestPorts.next();
    ProviderProxy proxy = new ProviderProxy(TestPorts.next(), port);
    try {
      Path directory = Files.createTempDirectory("keycloak");
      copy(prepared.resolve("database"), directory);
      Path log = directory.resolve("log");
      Process process =
          new ProcessBuilder(command(prepared.resolve("home"), directory, port, proxy.port()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      Keycloak keycloak = new Keycloak(proxy, port, log, process);
      await().atMost(Duration.ofMinutes(3)).until(keycloak::isReady);
      return keycloak;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Path home, Path directory, int port, int proxy) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dkc.home.dir=" + home,
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-Dquarkus.transaction-manager.object-store.directory=" + directory.resolve("transactions"),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx384m",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        home.resolve("lib/quarkus-run.jar").toString(),
        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
        "start",
        "--optimized",
        "--cache=local",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        "--http-port=" + port,
        "--hostname=http://localhost:" + proxy,
        "--db-url=jdbc:h2:file:" + directory.resolve("keycloak") + ";NON_KEYWORDS=VALUE");
  }

  private boolean isReady() throws IOException {
    String said = Files.readString(log, UTF_8);
    if (!process.isAlive()) {
      throw new IllegalStateException("Keycloak ended:\n" + said);
    }
    return said.contains("Listening on:");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Looked for once: where there is none, looking takes long. */
  private static final class Prepared {
    static final Optional<Path> PLACE = find();

    private static Optional<Path> find() {
      try {
        ProcessBuilder finding =
            new ProcessBuilder(
                    ROOT.resolve("build/keycloak").toString(),
                    ROOT.resolve("target/keycloak").toString(),
                    REALM.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        finding.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process found = finding.start();
        String path = new String(found.getInputStream().readAllBytes(), UTF_8).strip();
        return found.waitFor() == 0 ? Optional.of(Path.of(path)) : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
