package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.RequestScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one endpoint shows: its plans, and the view that they become.
 *
 * @param <I> the request, read and checked
 * @param <V> the view
 */
public interface Screen<I, V extends Message> {
  /** Its plans, in the order in which they are run: for engineers, not for running them. */
  List<Plan<?>> plans();

  /** Runs them within the request's scope. Does not block. */
  CompletableFuture<Page<V>> page(RequestScope scope, I input);
}
