package harbor.kit.bff.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletionStage;

/** Knows to whom a page is shown. Thread-safe. */
@FunctionalInterface
public interface Visitors {
  /** Whoever asks; never fails. */
  CompletionStage<Visitor> of(ServiceRequestContext ctx);

  /**
   * Whoever a page is shown to.
   *
   * @param html says to them who they are here, and how that can be changed
   * @param isUser whether they have signed in
   */
  record Visitor(String html, boolean isUser) {}
}
