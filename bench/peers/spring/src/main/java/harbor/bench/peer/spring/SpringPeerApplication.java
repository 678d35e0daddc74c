package harbor.bench.peer.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Runs the peer: {@code PORT}, {@code MEDIA_URL} and a {@code <SERVICE>_TARGET} each. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(PeerProperties.class)
public class SpringPeerApplication {
  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    SpringApplication.run(SpringPeerApplication.class, args);
  }
}
