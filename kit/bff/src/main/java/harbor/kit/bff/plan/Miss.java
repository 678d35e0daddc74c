package harbor.kit.bff.plan;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import harbor.kit.client.InvalidAnswer;
import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no answer.
 *
 * @param kind what happened, for logs and metrics
 * @param status what the core service said; without its word, the status that means the same
 * @param reason the stable reason that the core service gave, or the name of the exception that is
 *     a bug; empty when there is none
 * @param details messages that came with the refusal, for instance what is offered now; for whoever
 *     knows their types
 * @param fault what was wrong with an answer that was refused, for the log alone; otherwise empty
 * @param bug what was thrown when that is no gRPC error but a fault in our own code
 */
public record Miss(
    Kind kind,
    Status.Code status,
    String reason,
    List<Any> details,
    String fault,
    @Nullable Throwable bug) {
  /** Copies the list. */
  public Miss {
    details = List.copyOf(details);
  }

  /** What happened to a call. */
  public enum Kind {
    /** It was answered: there is no such thing. No failure. */
    NOT_FOUND,
    /** The request was refused: it is wrong, or it cannot be done as things are. */
    INVALID,
    /** Not answered within its deadline. */
    TIMEOUT,
    /** The service could not be reached, or said that it cannot serve now. */
    UNAVAILABLE,
    /** Not even tried, or turned away, because there is too much to do. */
    REFUSED,
    /** The service answered with an error of its own, or with something that is no answer. */
    BROKEN,
    /** Nobody waits for it any longer. */
    CANCELLED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As metrics name it. */
    String label() {
      return label;
    }

    /**
     * What happened when a service says this and gives this reason: that a write's first call is
     * still under way refuses the second one and is no outage; that a user has not the role refuses
     * the request, but that our own service token is not taken is no fault of the request.
     */
    public static Kind of(Status.Code status, String reason) {
      return switch (reason) {
        case "IDEMPOTENCY_KEY_IN_USE" -> status == Status.Code.ABORTED ? INVALID : of(status);
        case "ROLE_REQUIRED" -> status == Status.Code.PERMISSION_DENIED ? INVALID : of(status);
        case "INVALID_SERVICE_TOKEN" -> status == Status.Code.UNAUTHENTICATED ? BROKEN : of(status);
        default -> of(status);
      };
    }

    /** What happened when a service says this. */
    public static Kind of(Status.Code status) {
      return switch (status) {
        case NOT_FOUND -> NOT_FOUND;
        case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION, ALREADY_EXISTS, UNAUTHENTICATED ->
            INVALID;
        case DEADLINE_EXCEEDED -> TIMEOUT;
        case UNAVAILABLE, ABORTED -> UNAVAILABLE;
        case RESOURCE_EXHAUSTED -> REFUSED;
        // Of our own cancelling the run knows before anybody else: this one is the other side
        // breaking off.
        case CANCELLED -> BROKEN;
        case OK, UNKNOWN, PERMISSION_DENIED, UNIMPLEMENTED, INTERNAL, DATA_LOSS -> BROKEN;
      };
    }
  }

  static final Miss TIMEOUT = of(Status.Code.DEADLINE_EXCEEDED, "");
  static final Miss CANCELLED =
      new Miss(Kind.CANCELLED, Status.Code.CANCELLED, "", List.of(), "", null);

  /** A service said this; the reason is empty when it gave none. */
  public static Miss of(Status.Code status, String reason) {
    return of(status, reason, List.of());
  }

  /** A service said this, with these messages. */
  public static Miss of(Status.Code status, String reason, List<Any> details) {
    return new Miss(Kind.of(status, reason), status, reason, details, "", null);
  }

  /** The message of this type that came with the refusal; empty when there is none to read. */
  public <M extends Message> Optional<M> detail(Class<M> type) {
    for (Any detail : details) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Our own code failed. */
  static Miss ofBug(Throwable bug) {
    return new Miss(
        Kind.BROKEN, Status.Code.UNKNOWN, bug.getClass().getSimpleName(), List.of(), "", bug);
  }

  /** A service gave an answer that was refused. */
  static Miss of(InvalidAnswer refused) {
    return new Miss(
        Kind.BROKEN,
        refused.getStatus().getCode(),
        InvalidAnswer.REASON,
        List.of(),
        refused.fault(),
        null);
  }

  /** Whether something failed; that a thing does not exist is an answer. */
  public boolean isFailure() {
    return kind != Kind.NOT_FOUND;
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? kind.name() : kind + " " + reason;
  }
}
