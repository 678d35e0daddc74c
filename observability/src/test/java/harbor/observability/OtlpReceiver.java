package harbor.observability;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A trace backend for tests: takes OTLP over gRPC on a loopback port and shows traces as trees.
 * Thread-safe.
 *
 * <p>{@code Telemetry.start("catalog", receiver.environment())} sends to it without delay. Who uses
 * it from another module needs opentelemetry-proto, grpc-netty-shaded and awaitility in its tests.
 */
public final class OtlpReceiver implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Server server;
  private volatile @Nullable TraceServiceBlockingStub next;

  private OtlpReceiver(int port) {
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .addService(new Receiving())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On any free port. */
  public static OtlpReceiver start() {
    return startAt(0);
  }

  /** On {@code port}, for a backend that appears late. */
  public static OtlpReceiver startAt(int port) {
    return new OtlpReceiver(port);
  }

  /** One span, with the {@code service.name} of its resource. */
  public record Received(String service, Span span) {
    /** 32 hex digits. */
    public String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    /** The attribute as text, or "" when there is none. */
    public String attribute(String key) {
      return value(span.getAttributesList(), key);
    }

    /** {@code service: name (status)}, where the status is unset, ok or error. */
    @Override
    public String toString() {
      String status =
          switch (span.getStatus().getCode()) {
            case STATUS_CODE_OK -> "ok";
            case STATUS_CODE_ERROR -> "error";
            case STATUS_CODE_UNSET, UNRECOGNIZED -> "unset";
          };
      return service + ": " + span.getName() + " (" + status + ")";
    }
  }

  /** What a process needs in its environment to send here, at once. */
  public Map<String, String> environment() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://localhost:" + server.getPort(),
        "OTEL_BSP_SCHEDULE_DELAY",
        "20");
  }

  /** Sends on all that comes from now on, as it is, before it is acknowledged. */
  public void forwardTo(Channel backend) {
    next = TraceServiceGrpc.newBlockingStub(backend);
  }

  /** Everything so far, in the order of its arrival. */
  public List<Received> spans() {
    return List.copyOf(received);
  }

  /** Keeps nothing of what came until now. */
  public void forget() {
    received.clear();
  }

  /** The spans so far of one trace. */
  public List<Received> trace(String traceId) {
    return received.stream().filter(each -> each.traceId().equals(traceId)).toList();
  }

  /** Waits until the trace has {@code spans} spans, or more. */
  public List<Received> awaitTrace(String traceId, int spans) {
    return await("trace " + traceId + " with " + spans + " spans")
        .atMost(PATIENCE)
        .until(() -> trace(traceId), trace -> trace.size() >= spans);
  }

  /**
   * Waits like {@link #awaitTrace}, then prints the trace, a span per line, children below their
   * parent by two spaces and ordered by name, so that the same calls give the same text.
   */
  public String awaitTree(String traceId, int spans) {
    return tree(awaitTrace(traceId, spans));
  }

  /** The tree of the spans given; a span whose parent is not among them is a root. */
  public static String tree(List<Received> trace) {
    Set<Object> ids =
        trace.stream().map(each -> each.span().getSpanId()).collect(Collectors.toSet());
    return trace.stream()
        .filter(each -> !ids.contains(each.span().getParentSpanId()))
        .sorted(Comparator.comparing(Received::toString))
        .map(root -> tree(root, trace, ""))
        .collect(joining());
  }

  private static String tree(Received parent, List<Received> trace, String indent) {
    return indent
        + parent
        + '\n'
        + trace.stream()
            .filter(each -> each.span().getParentSpanId().equals(parent.span().getSpanId()))
            .sorted(Comparator.comparing(Received::toString))
            .map(child -> tree(child, trace, indent + "  "))
            .collect(joining());
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static String value(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(each -> each.getKey().equals(key))
        .map(
            each ->
                switch (each.getValue().getValueCase()) {
                  case STRING_VALUE -> each.getValue().getStringValue();
                  case INT_VALUE -> Long.toString(each.getValue().getIntValue());
                  default -> each.getValue().toString().strip();
                })
        .findFirst()
        .orElse("");
  }

  private final class Receiving extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      request
          .getResourceSpansList()
          .forEach(
              group -> {
                Resource resource = group.getResource();
                String service = value(resource.getAttributesList(), "service.name");
                group.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .map(span -> new Received(service, span))
                    .forEach(received::add);
              });
      TraceServiceBlockingStub backend = next;
      if (backend != null) {
        var _ = backend.withDeadlineAfter(PATIENCE).export(request);
      }
      observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
