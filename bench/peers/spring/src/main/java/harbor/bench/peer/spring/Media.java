package harbor.bench.peer.spring;

import org.springframework.stereotype.Component;

/** Addresses of pictures that a client can load. */
@Component
class Media {
  private final String host;

  Media(PeerProperties peer) {
    host = peer.mediaUrl();
  }

  String url(String template, int size) {
    String sized = template.replace("{size}", Integer.toString(size));
    return sized.startsWith("/") ? host + sized : sized;
  }
}
