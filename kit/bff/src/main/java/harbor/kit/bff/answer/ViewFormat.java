package harbor.kit.bff.answer;

import com.linecorp.armeria.common.MediaType;
import java.util.List;

/** The two encodings of a view message. */
public enum ViewFormat {
  /** {@code application/x-protobuf}: the message's own bytes. */
  PROTOBUF,
  /** {@code application/json}: the message in protobuf's JSON mapping. */
  JSON;

  private static final List<String> PROTOBUF_NAMES =
      List.of("application/x-protobuf", "application/protobuf", "application/vnd.google.protobuf");
  private static final List<String> JSON_NAMES = List.of("application/json");

  MediaType mediaType() {
    return switch (this) {
      case PROTOBUF -> MediaType.X_PROTOBUF;
      case JSON -> MediaType.JSON;
    };
  }

  /** By which clients may ask for it, in lower case: protobuf had no registered name for long. */
  List<String> names() {
    return switch (this) {
      case PROTOBUF -> PROTOBUF_NAMES;
      case JSON -> JSON_NAMES;
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
