package harbor.observability;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Makes a context current in every callback of a call, and ends the call's span with the last one.
 * Without {@code call} nothing is recorded, and the context is all that there is to do.
 */
final class TracedServerListener<Q> extends SimpleForwardingServerCallListener<Q> {
  private final Context context;
  private final @Nullable TracedServerCall<?, ?> call;

  TracedServerListener(
      ServerCall.Listener<Q> listener, Context context, @Nullable TracedServerCall<?, ?> call) {
    super(listener);
    this.context = context;
    this.call = call;
  }

  @Override
  public void onMessage(Q message) {
    run(() -> super.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    run(super::onHalfClose);
  }

  @Override
  public void onReady() {
    run(super::onReady);
  }

  @Override
  public void onCancel() {
    run(super::onCancel);
    if (call != null) {
      call.cancelled();
    }
  }

  @Override
  public void onComplete() {
    run(super::onComplete);
    if (call != null) {
      call.complete();
    }
  }

  private void run(Runnable callback) {
    try (var _ = context.makeCurrent()) {
      callback.run();
    } catch (Throwable e) {
      if (call != null) {
        call.failed(e);
      }
      throw e;
    }
  }
}
