package harbor.bench.peer.armeria;

/** Addresses of pictures that a client can load. */
record Media(String host) {
  String url(String template, int size) {
    String sized = template.replace("{size}", Integer.toString(size));
    return sized.startsWith("/") ? host + sized : sized;
  }
}
