package harbor.kit.bff.answer;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.MediaType;

/** How one BFF shows errors to its clients. */
@FunctionalInterface
public interface ErrorView {
  /**
   * The view of an error.
   *
   * @param traceId 32 hexadecimal digits, by which the log and the trace are found
   */
  Message view(ErrorAnswer error, String traceId);

  /** The media type of the view as JSON. */
  default MediaType jsonType() {
    return MediaType.JSON;
  }
}
