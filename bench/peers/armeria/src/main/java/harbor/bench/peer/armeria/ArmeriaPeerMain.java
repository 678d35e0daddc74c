package harbor.bench.peer.armeria;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;

/** Runs the peer: {@code PORT}, {@code MEDIA_URL} and a {@code <SERVICE>_TARGET} each. */
public final class ArmeriaPeerMain {
  private ArmeriaPeerMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    String host = setting("MEDIA_URL", "http://localhost:8088");
    Media media = new Media(host);
    Cores phone = new Cores(ArmeriaPeerMain::target, Cores.PHONE);
    Cores browser = new Cores(ArmeriaPeerMain::target, Cores.BROWSER);
    Server server =
        Server.builder()
            .localPort(Integer.parseInt(setting("PORT", "8080")), SessionProtocol.HTTP)
            .annotatedService(new MobileProductService(phone, media))
            .annotatedService(
                new WebProductService(
                    browser,
                    new PageViews(
                        media,
                        new SeoViews(media, setting("STOREFRONT_URL", "http://localhost:8080")))))
            .build();
    var _ = server.closeOnJvmShutdown();
    server.start().join();
  }

  private static String target(String service) {
    return setting(service + "_TARGET", "127.0.0.1:9101");
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null ? otherwise : value;
  }
}
