package harbor.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import harbor.kit.client.Caller;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import harbor.type.v1.ChangesServiceGrpc;
import harbor.type.v1.EraseOwnDataRequest;
import harbor.type.v1.ImportReport;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.users.v1.Address;
import harbor.users.v1.Assessment;
import harbor.users.v1.BookPointsRequest;
import harbor.users.v1.BookPointsResponse;
import harbor.users.v1.GetUserRequest;
import harbor.users.v1.Identity;
import harbor.users.v1.IdentityClaims;
import harbor.users.v1.ImportUsersRequest;
import harbor.users.v1.ImportedUser;
import harbor.users.v1.ListAddressesRequest;
import harbor.users.v1.ListMarksRequest;
import harbor.users.v1.MarkList;
import harbor.users.v1.MarkProductRequest;
import harbor.users.v1.ProductMark;
import harbor.users.v1.PutAddressRequest;
import harbor.users.v1.ResolveSubjectRequest;
import harbor.users.v1.SignInRequest;
import harbor.users.v1.UpdateProfileRequest;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc;
import harbor.users.v1.UsersServiceGrpc.UsersServiceBlockingStub;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A core service users, people who sign in to it, and what they do. */
final class People implements AutoCloseable {
  final SettableClock clock = new SettableClock();
  final TestCore core = TestCore.start(Users.PROCESS, clock);
  final UsersServiceBlockingStub nobody = UsersServiceGrpc.newBlockingStub(core.channel());
  final UsersServiceBlockingStub admin =
      UsersServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("admin-1", Set.of("admin"))));

  private final AtomicInteger known = new AtomicInteger();

  /** Whom nobody has seen before. */
  Identity somebody() {
    return Identity.newBuilder()
        .setIssuer("https://id.test")
        .setSubject("s-" + known.incrementAndGet())
        .build();
  }

  /** All that they have, by themselves. */
  void erase(User user) {
    var _ =
        PersonalDataServiceGrpc.newBlockingStub(
                core.onBehalfOf(Caller.user(user.getUserId(), Set.of())))
            .eraseOwnData(EraseOwnDataRequest.getDefaultInstance());
  }

  /** A write of somebody who was erased. */
  void assertNobody(ThrowingCallable call) {
    core.assertFails(call, Status.Code.UNAUTHENTICATED, "NO_CALLER");
  }

  User newcomer() {
    return signIn(somebody(), IdentityClaims.getDefaultInstance());
  }

  User signIn(Identity identity, IdentityClaims claims) {
    return nobody
        .signIn(SignInRequest.newBuilder().setIdentity(identity).setClaims(claims).build())
        .getUser();
  }

  String resolve(Identity identity) {
    return nobody
        .resolveSubject(ResolveSubjectRequest.newBuilder().setIdentity(identity).build())
        .getUserId();
  }

  UsersServiceBlockingStub as(User user) {
    return UsersServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user(user.getUserId())));
  }

  User own(User user) {
    return as(user).getUser(GetUserRequest.getDefaultInstance()).getUser();
  }

  User update(User seen, User values, String... paths) {
    return as(seen)
        .updateProfile(
            UpdateProfileRequest.newBuilder()
                .setUser(values)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .setExpectedVersion(seen.getAudit().getVersion())
                .build())
        .getUser();
  }

  static Address put(
      UsersServiceBlockingStub own, String id, UnaryOperator<PutAddressRequest.Builder> change) {
    PutAddressRequest.Builder request =
        PutAddressRequest.newBuilder()
            .setAddressId(id)
            .setPostal(
                PostalAddress.newBuilder()
                    .setName("Ada")
                    .addLines("Ring 1")
                    .setCity("Wien")
                    .setDestination(
                        Destination.newBuilder().setCountry("AT").setPostalCode("1010")));
    return own.putAddress(change.apply(request).build()).getAddress();
  }

  static Address put(UsersServiceBlockingStub own, String id) {
    return put(own, id, request -> request);
  }

  static List<Address> addresses(UsersServiceBlockingStub own) {
    return own.listAddresses(ListAddressesRequest.getDefaultInstance()).getAddressesList();
  }

  static ProductMark mark(UsersServiceBlockingStub own, MarkList list, String product) {
    return own.markProduct(
            MarkProductRequest.newBuilder().setList(list).setProductId(product).build())
        .getMark();
  }

  ListChangesResponse changes(User user, String since) {
    return ChangesServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user(user.getUserId())))
        .listChanges(ListChangesRequest.newBuilder().setResumeToken(since).build());
  }

  static List<String> marks(UsersServiceBlockingStub own, MarkList list) {
    return own
        .listMarks(ListMarksRequest.newBuilder().setList(list).build())
        .getMarksList()
        .stream()
        .map(ProductMark::getProductId)
        .toList();
  }

  BookPointsResponse book(User user, String booking, long delta, boolean takesBack) {
    return nobody.bookPoints(
        BookPointsRequest.newBuilder()
            .setBookingId(booking)
            .setUserId(user.getUserId())
            .setDelta(delta)
            .setReason("a test")
            .setTakesBack(takesBack)
            .build());
  }

  /** What became of the one row: a word, or the field that was refused. */
  String importUser(Identity identity, User user, int fraudScore) {
    ImportReport report =
        nobody
            .importUsers(
                ImportUsersRequest.newBuilder()
                    .addUsers(
                        ImportedUser.newBuilder()
                            .setIdentity(identity)
                            .setUser(user)
                            .setAssessment(Assessment.newBuilder().setFraudScore(fraudScore)))
                    .build())
            .getReport();
    if (report.getRefusedCount() > 0) {
      return report.getRefused(0).getField();
    }
    if (report.getCreated() == 1) {
      return "created";
    }
    assertThat(report.getUpdated() + report.getUnchanged()).isEqualTo(1);
    return report.getUpdated() == 1 ? "updated" : "unchanged";
  }

  void assertUnknown(ThrowingCallable call) {
    core.assertFails(call, Status.Code.NOT_FOUND, "UNKNOWN_USER");
  }

  void assertInvalid(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.INVALID_ARGUMENT, reason);
  }

  void assertRefused(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.FAILED_PRECONDITION, reason);
  }

  @Override
  public void close() {
    core.close();
  }
}
