package harbor.kit.bff.edge;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * How a BFF asks and answers several pages in one round trip.
 *
 * @param <Q> the request's message
 * @param <V> the view
 * @param request an empty request
 * @param paths those that a request names
 * @param view of the answers, in the order of the paths; pure
 * @param example an empty view
 */
public record Batch<Q extends Message, V extends Message>(
    Q request, Function<Q, List<String>> paths, Function<List<Answer>, V> view, V example) {
  /** So many paths at most. */
  public static final int MAX_PATHS = 10;

  /**
   * The answer to one path.
   *
   * @param status of HTTP
   * @param body the view, or the error; empty where an answer has none
   * @param degraded names of the calls that failed
   * @param retryAfter seconds; empty when nothing is said of that
   */
  public record Answer(
      int status, Optional<Any> body, List<String> degraded, OptionalInt retryAfter) {
    /** Copies the list. */
    public Answer {
      degraded = List.copyOf(degraded);
    }
  }

  /** The view of these answers. */
  V of(List<Answer> answers) {
    return view.apply(answers);
  }

  /** The paths of a request that was read. */
  @SuppressWarnings("unchecked") // read as the empty one's own type
  List<String> pathsOf(Message read) {
    return paths.apply((Q) read);
  }
}
