package harbor.observability;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The trace context in the metadata of a gRPC call. */
final class GrpcMetadata {
  static final TextMapSetter<Metadata> SETTER =
      (metadata, name, value) -> {
        if (metadata != null) {
          Metadata.Key<String> key = key(name);
          metadata.discardAll(key); // a caller may use its metadata for a second try
          metadata.put(key, value);
        }
      };

  static final TextMapGetter<Metadata> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Metadata metadata) {
          return metadata.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata metadata, String name) {
          return metadata == null ? null : metadata.get(key(name));
        }

        @Override
        public Iterator<String> getAll(@Nullable Metadata metadata, String name) {
          Iterable<String> all = metadata == null ? null : metadata.getAll(key(name));
          return all == null ? Collections.emptyIterator() : all.iterator();
        }
      };

  private static final Metadata.Key<String> TRACEPARENT = asciiKey("traceparent");
  private static final Metadata.Key<String> TRACESTATE = asciiKey("tracestate");

  private GrpcMetadata() {}

  private static Metadata.Key<String> key(String name) {
    return switch (name) {
      case "traceparent" -> TRACEPARENT;
      case "tracestate" -> TRACESTATE;
      default -> asciiKey(name);
    };
  }

  private static Metadata.Key<String> asciiKey(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
