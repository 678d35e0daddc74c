package harbor.kit.bff.answer;

import com.linecorp.armeria.common.MediaType;

/** The two encodings of a view message. */
public enum ViewFormat {
  /** {@code application/x-protobuf}: the message's own bytes. */
  PROTOBUF,
  /** {@code application/json}: the message in protobuf's JSON mapping. */
  JSON;

  MediaType mediaType() {
    return switch (this) {
      case PROTOBUF -> MediaType.X_PROTOBUF;
      case JSON -> MediaType.JSON;
    };
  }

  /** What tells this encoding's entity tags from the other's. */
  String tag() {
    return switch (this) {
      case PROTOBUF -> "pb";
      case JSON -> "json";
    };
  }
}
