package harbor.users;

import static harbor.kit.service.call.Answer.answer;

import harbor.type.v1.AccountsServiceGrpc;
import harbor.type.v1.FindAccountRequest;
import harbor.type.v1.FindAccountResponse;
import io.grpc.stub.StreamObserver;

/** Whose account a person at the provider has, over gRPC. */
final class AccountsService extends AccountsServiceGrpc.AccountsServiceImplBase {
  private final PostgresAccountStore accounts;

  AccountsService(PostgresAccountStore accounts) {
    this.accounts = accounts;
  }

  @Override
  public void findAccount(
      FindAccountRequest request, StreamObserver<FindAccountResponse> observer) {
    answer(
        observer,
        () -> {
          String userId =
              accounts
                  .find(UsersService.identity(request.getIssuer(), request.getSubject()))
                  .orElseThrow(UsersService::unknownUser);
          return FindAccountResponse.newBuilder().setUserId(userId).build();
        });
  }
}
