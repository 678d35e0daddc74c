package harbor.bench.products;

import java.util.Map;

/** Who serves the pages. */
public enum Contender {
  /** Harbor, no span recorded. */
  HARBOR("Harbor, tracing off"),
  /** Harbor, every tenth request recorded. */
  HARBOR_10("Harbor, tracing 10 %"),
  /** Harbor, every request recorded. */
  HARBOR_100("Harbor, tracing 100 %"),
  /** Harbor's HTTP server, a constant, no call. */
  FLOOR("Floor: a constant, no call"),
  /** The same after the page's calls by grpc-java, of whose answers nothing is made. */
  BARE_CALLS("Floor with bare calls"),
  /** Armeria with its own gRPC client. */
  ARMERIA("Plain Armeria"),
  /** Spring WebFlux with grpc-java. */
  SPRING("Spring WebFlux"),
  /** Node with Express and grpc-js. */
  EXPRESS("Node, Express");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Whether it is one of Harbor's BFFs. */
  boolean isHarbor() {
    return this == HARBOR || this == HARBOR_10 || this == HARBOR_100;
  }

  /** Whether it runs on a JVM. */
  boolean isJvm() {
    return this != EXPRESS;
  }

  /** {@code OTEL_*} of Harbor's server. */
  Map<String, String> tracing(int sinkPort) {
    String endpoint = "http://127.0.0.1:" + sinkPort;
    return switch (this) {
      case HARBOR_10 ->
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              endpoint,
              "OTEL_TRACES_SAMPLER",
              "parentbased_traceidratio",
              "OTEL_TRACES_SAMPLER_ARG",
              "0.1");
      case HARBOR_100 ->
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              endpoint,
              "OTEL_TRACES_SAMPLER",
              "parentbased_always_on");
      case HARBOR, FLOOR, BARE_CALLS, ARMERIA, SPRING, EXPRESS ->
          Map.of("OTEL_SDK_DISABLED", "true");
    };
  }
}
