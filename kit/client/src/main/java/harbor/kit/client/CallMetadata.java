package harbor.kit.client;

import io.grpc.Metadata;

/** Names of what goes with a call besides its message, on both sides of it. */
public final class CallMetadata {
  /** The client's key of a write, unchanged: 1 to 255 visible ASCII characters. */
  public static final Metadata.Key<String> IDEMPOTENCY_KEY =
      Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);

  /** In an answer: {@code true} when it is the stored one of an earlier call with the same key. */
  public static final Metadata.Key<String> IDEMPOTENCY_REPLAYED =
      Metadata.Key.of("idempotency-replayed", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * Bytes of metadata that a channel takes of an answer: a refusal may carry what it refused for,
   * like the cart as it is now, and gRPC's own limit is a quarter of this.
   */
  public static final int MAX_ANSWER_BYTES = 32 * 1024;

  private CallMetadata() {}
}
