package harbor.kit.service.call;

import harbor.kit.client.identity.Identity;
import io.grpc.ServerCall;

/** Says which process a call comes from; asked within the context of the call. */
@FunctionalInterface
public interface CallingProcess {
  /** The one that signed its service token; nobody where callers are not checked. */
  CallingProcess VERIFIED = _ -> Identity.current().process().orElse("");

  /** Its name, for instance {@code web-bff}; the same for each call of one process. */
  String of(ServerCall<?, ?> call);
}
