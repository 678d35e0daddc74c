package harbor.identitydev;

import java.net.InetAddress;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.http.Ssl;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * In the place of the servers that the library brings, which nobody starts: {@link IdentityDev}
 * listens itself.
 */
final class NoServer implements OAuth2HttpServer {
  @Override
  public OAuth2HttpServer start(
      Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> requestHandler) {
    throw notStarted();
  }

  @Override
  public OAuth2HttpServer start(
      int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> requestHandler) {
    throw notStarted();
  }

  @Override
  public OAuth2HttpServer start(
      InetAddress inetAddress,
      int port,
      Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> requestHandler) {
    throw notStarted();
  }

  @Override
  public OAuth2HttpServer stop() {
    throw notStarted();
  }

  @Override
  public void close() {
    throw notStarted();
  }

  @Override
  public int port() {
    throw notStarted();
  }

  @Override
  public HttpUrl url(String path) {
    throw notStarted();
  }

  @Override
  public @Nullable Ssl sslConfig() {
    return null;
  }

  private static UnsupportedOperationException notStarted() {
    return new UnsupportedOperationException("the library's server is not used");
  }
}
