package harbor.kit.bff.answer;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * How an answer came about, as its view says it: one field, left out of the entity tag and put
 * behind the other fields when these are encoded.
 *
 * @param field name of a singular field of the view, which the screen leaves empty
 * @param message what stands there; of the field's type
 */
public record MetaView(String field, Function<Facts, ? extends Message> message) {
  /**
   * How an answer came about.
   *
   * @param traceId 32 hexadecimal digits
   * @param generatedAt when it was put together
   * @param latencyMillis from the arrival of the request
   * @param missing names of the calls that failed
   */
  public record Facts(
      String traceId, Instant generatedAt, int latencyMillis, List<String> missing) {
    /** Copies the list. */
    public Facts {
      missing = List.copyOf(missing);
    }
  }
}
