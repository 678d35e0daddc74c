package harbor.kit.service.change;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.database.Database;
import harbor.type.v1.ChangesServiceGrpc;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/**
 * What a service announced, over gRPC, for callers that come back from time to time: who asks is
 * told of the ids that they name, and of what belongs to them.
 */
public final class ChangesService extends ChangesServiceGrpc.ChangesServiceImplBase {
  private static final int MAX_IDS = 12_000;

  private final ChangeLog changes;

  /** Of the entries of this database. */
  public ChangesService(Database database) {
    changes = new ChangeLog(database);
  }

  @Override
  public void listChanges(
      ListChangesRequest request, StreamObserver<ListChangesResponse> observer) {
    answer(observer, () -> list(request));
  }

  private ListChangesResponse list(ListChangesRequest request) {
    List<String> ids = Requests.batch("ids", request.getIdsList(), MAX_IDS);
    if (request.getResumeToken().isEmpty()) {
      return ListChangesResponse.newBuilder().setResumeToken(changes.newest().token()).build();
    }
    Optional<ChangeLog.Slice> told =
        changes.among(
            ChangePosition.of(request.getResumeToken()),
            ids.stream().filter(ChangesService::isNobodys).toList(),
            CallScope.caller().subject() + " ");
    return told.map(ChangesService::response).orElseThrow(ChangesService::expired);
  }

  /** Of a text that is no id nothing can have been announced. */
  private static boolean isNobodys(String id) {
    return id.indexOf(' ') < 0 && id.indexOf('\0') < 0;
  }

  private static ListChangesResponse response(ChangeLog.Slice told) {
    return ListChangesResponse.newBuilder()
        .setResumeToken(told.position().token())
        .addAllIds(told.ids())
        .setMore(told.more())
        .build();
  }

  private static Failure expired() {
    return Failure.failedPrecondition(
        "RESUME_TOKEN_EXPIRED", "What followed resume_token is not known any more.");
  }
}
