package harbor.kit.service.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import harbor.kit.client.identity.PersonIssuer;
import harbor.kit.client.identity.RolesClaim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenID Connect provider as far as core services know one: it publishes keys. */
final class TestProvider implements AutoCloseable {
  private final HttpServer server;
  private final List<RSAKey> keys = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean isDown;
  private volatile String name;

  TestProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    name = "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    server.createContext("/realm/.well-known/openid-configuration", this::describe);
    server.createContext("/realm/keys", this::keys);
    server.start();
    rotate();
  }

  PersonIssuer issuer() {
    return new PersonIssuer(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/realm",
        new RolesClaim(List.of("roles")));
  }

  /** Signs with a new key from now on; the former one is published no more. */
  void rotate() {
    try {
      keys.add(
          new RSAKeyGenerator(2048)
              .keyID("key-" + keys.size())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on it answers nothing, or again. */
  void isDown(boolean now) {
    isDown = now;
  }

  /** From now on it describes itself by another name. */
  void namesItself(String other) {
    name = other;
  }

  RSAKey key() {
    return keys.getLast();
  }

  /** The paths that were asked for. */
  List<String> asked() {
    return new ArrayList<>(asked);
  }

  String signed(JWTClaimsSet claims) {
    return signed(header().build(), claims, key());
  }

  JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256)
        .type(JOSEObjectType.JWT)
        .keyID(key().getKeyID());
  }

  /** What {@code authorization} says with a token that this key signed. */
  static String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return "Bearer " + token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void describe(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(name, issuer().issuer()));
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(exchange, new JWKSet(key().toPublicJWK()).toString());
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(isDown ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
