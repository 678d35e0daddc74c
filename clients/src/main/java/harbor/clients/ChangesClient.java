package harbor.clients;

import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.type.v1.ChangesServiceGrpc;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import java.util.function.Function;

/** What a core service changed, for callers that come back from time to time. */
public final class ChangesClient {
  /** What of some ids, and of what belongs to the caller, changed since a token. */
  public final Read<ListChangesRequest, ListChangesResponse> list;

  /** Of a service that can be watched. */
  public static Service<ChangesClient> of(Service<?> service) {
    return Service.of(service.name(), service.defaultPort(), ChangesClient::new);
  }

  /** Over the channels of a service. */
  public ChangesClient(Channels service) {
    list =
        service.read(
            ChangesServiceGrpc.getListChangesMethod(), Function.identity(), ChangesClient::valid);
  }

  private static ListChangesResponse valid(ListChangesResponse response) {
    Valid.required("resume_token", response.getResumeToken());
    return response;
  }
}
