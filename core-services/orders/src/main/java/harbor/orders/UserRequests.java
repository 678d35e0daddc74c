package harbor.orders;

import harbor.clients.UsersClient;
import harbor.kit.client.Caller;
import harbor.users.v1.Address;
import harbor.users.v1.BookPointsRequest;
import harbor.users.v1.User;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts as the users service has them. */
final class UserRequests implements Accounts {
  private static final Logger log = LoggerFactory.getLogger(UserRequests.class);

  private final UsersClient users;

  UserRequests(UsersClient users) {
    this.users = users;
  }

  @Override
  public Account current() {
    User user;
    try {
      user = users.own.call("", StepRequests.MAX_CALL);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Account.NONE;
      }
      throw e;
    }
    List<Address> addresses = users.addresses.call("", StepRequests.MAX_CALL);
    Optional<Address> chosen = addresses.stream().filter(Address::getIsDefault).findFirst();
    return new Account(
        user.getEmail(),
        chosen.map(address -> AddressRequests.read(address.getPostal())),
        chosen.map(address -> address.getPostal().getDestination().getCountry()).orElse(""));
  }

  @Override
  public Optional<Integer> fraudScore(String owner) {
    try {
      return Optional.of(users.assessment.call(id(owner), StepRequests.MAX_CALL).getFraudScore());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String id(String owner) {
    return Caller.parse(owner).orElseThrow().id();
  }

  @Override
  public void book(String owner, String orderId, String movement, long points) {
    try {
      var _ =
          users.bookPoints.call(
              BookPointsRequest.newBuilder()
                  .setBookingId(orderId + "." + movement)
                  .setUserId(id(owner))
                  .setDelta(points)
                  .setReason("Order " + orderId)
                  .setTakesBack(points < 0)
                  .build(),
              StepRequests.MAX_CALL);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      log.info("The points of order {} have no account any more", orderId);
    }
  }
}
