package harbor.kit.service.call;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls: with the answer, with a {@link Failure}, or, when the work fails in any other way,
 * with INTERNAL and no text, logged with its stack trace.
 */
public final class Answer {
  private static final Logger log = LoggerFactory.getLogger(Answer.class);

  private Answer() {}

  /**
   * Does the work on the calling thread and ends the call.
   *
   * @param observer of a unary call; nothing else may talk to it
   */
  public static <A> void answer(StreamObserver<A> observer, Supplier<? extends A> work) {
    A answer;
    try {
      answer = work.get();
    } catch (Failure failure) {
      end(observer, status(failure));
      return;
    } catch (RuntimeException | Error bug) {
      log.error("A call ended with a bug", bug);
      end(observer, Status.INTERNAL.asRuntimeException());
      return;
    }
    if (!isCancelled(observer)) {
      observer.onNext(answer);
      observer.onCompleted();
    }
  }

  /**
   * Does work that sends answers as it goes on, on the calling thread, and ends the call: complete
   * when the work returns.
   *
   * @param observer of a call with many responses; nothing but the work may talk to it meanwhile
   */
  public static void stream(StreamObserver<?> observer, Runnable work) {
    try {
      work.run();
    } catch (Failure failure) {
      end(observer, status(failure));
      return;
    } catch (RuntimeException | Error bug) {
      log.error("A stream ended with a bug", bug);
      end(observer, Status.INTERNAL.asRuntimeException());
      return;
    }
    if (!isCancelled(observer)) {
      observer.onCompleted();
    }
  }

  /** Ends a call before any work, as an interceptor does. */
  public static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Failure failure) {
    close(call, failure);
    return new ServerCall.Listener<>() {};
  }

  static void close(ServerCall<?, ?> call, Failure failure) {
    StatusRuntimeException refusal = status(failure);
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  private static void end(StreamObserver<?> observer, StatusRuntimeException status) {
    if (!isCancelled(observer)) {
      observer.onError(status);
    }
  }

  private static boolean isCancelled(StreamObserver<?> observer) {
    return Context.current().isCancelled()
        || (observer instanceof ServerCallStreamObserver<?> call && call.isCancelled());
  }

  /** How a failure ends a call of the current context. */
  public static StatusRuntimeException status(Failure failure) {
    return StatusProto.toStatusRuntimeException(message(failure));
  }

  /** A failure of a call of the current context, as it goes over the wire. */
  public static com.google.rpc.Status message(Failure failure) {
    return message(failure, CallScope.SERVICE.get());
  }

  /** A failure of a service, as it goes over the wire. */
  public static com.google.rpc.Status message(Failure failure, String service) {
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason(failure.reason()).setDomain(service + ".harbor").build();
    return com.google.rpc.Status.newBuilder()
        .setCode(failure.code().value())
        .setMessage(failure.getMessage())
        .addDetails(Any.pack(info))
        .addAllDetails(failure.details())
        .build();
  }
}
