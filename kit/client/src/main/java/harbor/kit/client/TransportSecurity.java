package harbor.kit.client;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.StartFailed;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections between processes and core services are: plain, TLS 1.3 or 1.2 with the
 * service's certificate, or mutual, where the calling process shows one too. Says nothing about who
 * calls: that is the business of service tokens. Thread-safe.
 *
 * <p>Files are looked at once a minute; a renewed one is used for new connections. One that cannot
 * be used then is logged by gRPC, and what was read before stays.
 */
public final class TransportSecurity {
  /** Plain connections. */
  public static final TransportSecurity PLAIN =
      new TransportSecurity(Mode.OFF, Files.NONE, Optional.empty());

  private static final String MODE = "HARBOR_TLS";
  private static final String CERTIFICATE = "HARBOR_TLS_CERTIFICATE";
  private static final String KEY = "HARBOR_TLS_KEY";
  private static final String TRUSTED = "HARBOR_TLS_TRUSTED";

  private enum Mode {
    OFF,
    SERVER,
    MUTUAL;

    static final List<String> WORDS = List.of("off", "server", "mutual");
  }

  private record Files(Optional<Path> certificate, Optional<Path> key, Optional<Path> trusted) {
    static final Files NONE = new Files(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Looks at the files of all processes of this JVM. */
  private static final class Renewal {
    static final ScheduledExecutorService THREAD =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());
  }

  private final Mode mode;
  private final Files files;
  private final Optional<ScheduledExecutorService> renewal;
  private @Nullable ChannelCredentials calls;
  private @Nullable ServerCredentials server;

  private TransportSecurity(Mode mode, Files files, Optional<ScheduledExecutorService> renewal) {
    this.mode = mode;
    this.files = files;
    this.renewal = renewal;
  }

  /** Reads {@code HARBOR_TLS} and the files that it needs, which are opened when they are used. */
  public static TransportSecurity from(Environment environment) {
    return from(environment, Optional.empty());
  }

  /** The same, but that somebody else looks at the files again. */
  public static TransportSecurity from(
      Environment environment, Optional<ScheduledExecutorService> renewal) {
    String mode =
        environment.oneOf(
            MODE,
            Mode.WORDS,
            "off",
            "Connections to core services: off (plain), server (TLS), mutual (TLS, and who calls"
                + " shows a certificate too).");
    Files files =
        new Files(
            path(environment, CERTIFICATE, "PEM file: this process' certificate and its chain."),
            path(environment, KEY, "PEM file: the certificate's private key, PKCS #8."),
            path(environment, TRUSTED, "PEM file: certificates by which others are believed."));
    Mode said = Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    return said == Mode.OFF ? PLAIN : new TransportSecurity(said, files, renewal);
  }

  private static Optional<Path> path(Environment environment, String name, String meaning) {
    return environment.optionalText(name, meaning).map(Path::of);
  }

  /**
   * For whoever calls a core service: the same for all channels, whose files are looked at once.
   *
   * @throws StartFailed when a file cannot be used
   */
  public synchronized ChannelCredentials ofCalls() {
    ChannelCredentials made = calls;
    if (made == null) {
      made = makeOfCalls();
      calls = made;
    }
    return made;
  }

  private ChannelCredentials makeOfCalls() {
    if (mode == Mode.OFF) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder().trustManager(trusted());
    if (mode == Mode.MUTUAL) {
      tls.keyManager(own());
    }
    return tls.build();
  }

  /**
   * For a core service's port.
   *
   * @throws StartFailed when a file cannot be used
   */
  public synchronized ServerCredentials ofServer() {
    ServerCredentials made = server;
    if (made == null) {
      made = makeOfServer();
      server = made;
    }
    return made;
  }

  private ServerCredentials makeOfServer() {
    if (mode == Mode.OFF) {
      return InsecureServerCredentials.create();
    }
    TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder().keyManager(own());
    if (mode == Mode.MUTUAL) {
      tls.trustManager(trusted()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return tls.build();
  }

  /**
   * When the first certificate of each file ends that it uses, in seconds since 1970, by what the
   * file is for: {@code certificate}, {@code trusted}. None where connections are plain. Each is
   * read anew when it is asked for, and {@code NaN} while its file cannot be read.
   */
  public Map<String, DoubleSupplier> certificateEnds() {
    Map<String, DoubleSupplier> ends = new LinkedHashMap<>();
    if (mode != Mode.OFF) {
      files.certificate().ifPresent(file -> ends.put("certificate", () -> firstEnd(file)));
      files.trusted().ifPresent(file -> ends.put("trusted", () -> firstEnd(file)));
    }
    return ends;
  }

  private static double firstEnd(Path file) {
    try (InputStream pem = java.nio.file.Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
          .mapToDouble(one -> ((X509Certificate) one).getNotAfter().toInstant().getEpochSecond())
          .min()
          .orElse(Double.NaN);
    } catch (IOException | CertificateException _) {
      return Double.NaN;
    }
  }

  private AdvancedTlsX509KeyManager own() {
    Path certificate = needed(CERTIFICATE, files.certificate());
    Path key = needed(KEY, files.key());
    AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
    try {
      var _ =
          own.updateIdentityCredentials(
              certificate.toFile(), key.toFile(), 1, TimeUnit.MINUTES, renewal());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(CERTIFICATE + " or " + KEY, certificate + ", " + key, e);
    }
    return own;
  }

  private AdvancedTlsX509TrustManager trusted() {
    Path file = needed(TRUSTED, files.trusted());
    try {
      AdvancedTlsX509TrustManager trusted = AdvancedTlsX509TrustManager.newBuilder().build();
      var _ = trusted.updateTrustCredentials(file.toFile(), 1, TimeUnit.MINUTES, renewal());
      return trusted;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(TRUSTED, file.toString(), e);
    }
  }

  private ScheduledExecutorService renewal() {
    return renewal.orElseGet(() -> Renewal.THREAD);
  }

  private Path needed(String name, Optional<Path> file) {
    return file.orElseThrow(
        () ->
            new InvalidSetting(
                name,
                "",
                "a PEM file, as %s is %s".formatted(MODE, mode.name().toLowerCase(Locale.ROOT))));
  }

  private static StartFailed unusable(String name, String file, Exception cause) {
    // the cause's own words may show what is in the file
    return new StartFailed(
        "%s cannot be used: no certificates or key can be read from %s (%s)."
            .formatted(name, file, cause.getClass().getSimpleName()),
        cause);
  }
}
