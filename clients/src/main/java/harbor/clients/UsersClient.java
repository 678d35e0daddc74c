package harbor.clients;

import harbor.kit.client.Caller;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.InvalidAnswer;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.ImportReport;
import harbor.users.v1.Address;
import harbor.users.v1.Assessment;
import harbor.users.v1.BookPointsRequest;
import harbor.users.v1.BookPointsResponse;
import harbor.users.v1.DeleteAddressRequest;
import harbor.users.v1.DeleteAddressResponse;
import harbor.users.v1.GetAddressRequest;
import harbor.users.v1.GetAddressResponse;
import harbor.users.v1.GetAssessmentRequest;
import harbor.users.v1.GetAssessmentResponse;
import harbor.users.v1.GetUserRequest;
import harbor.users.v1.GetUserResponse;
import harbor.users.v1.ImportUsersRequest;
import harbor.users.v1.ImportUsersResponse;
import harbor.users.v1.ListAddressesRequest;
import harbor.users.v1.ListAddressesResponse;
import harbor.users.v1.ListMarksRequest;
import harbor.users.v1.ListMarksResponse;
import harbor.users.v1.ListPointMonthsRequest;
import harbor.users.v1.ListPointMonthsResponse;
import harbor.users.v1.ListUsersRequest;
import harbor.users.v1.ListUsersResponse;
import harbor.users.v1.MarkList;
import harbor.users.v1.MarkProductRequest;
import harbor.users.v1.MarkProductResponse;
import harbor.users.v1.PointMonth;
import harbor.users.v1.ProductMark;
import harbor.users.v1.PutAddressRequest;
import harbor.users.v1.PutAddressResponse;
import harbor.users.v1.ResolveSubjectRequest;
import harbor.users.v1.SignInRequest;
import harbor.users.v1.UnmarkProductRequest;
import harbor.users.v1.UnmarkProductResponse;
import harbor.users.v1.UpdateProfileRequest;
import harbor.users.v1.UpdateProfileResponse;
import harbor.users.v1.UpdateUserRequest;
import harbor.users.v1.UpdateUserResponse;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc;
import java.util.List;
import java.util.function.Function;

/**
 * People who have an account: each reads and changes what is their own. Nothing is cached, for
 * every answer depends on who asks.
 */
public final class UsersClient {
  /** Where they are. */
  public static final Service<UsersClient> SERVICE = Service.of("users", 9107, UsersClient::new);

  /** Ids of users who were erased. */
  public final ChangeStream erased;

  /** The id of a person who has just signed in, made at the first time. */
  public final Write<SignInRequest, String> signIn;

  /** The id of a person whose access token was valid, made at the first time. */
  public final Write<ResolveSubjectRequest, String> resolveSubject;

  /** A profile by its id: the caller's own, and to an administrator anybody's. */
  public final Read<String, User> user;

  /** The caller's profile, whatever is asked. */
  public final Read<Object, User> own;

  /** The caller's profile changed. */
  public final Write<UpdateProfileRequest, User> updateProfile;

  /** The caller's addresses, the default one first, whatever is asked. */
  public final Read<Object, List<Address>> addresses;

  /** One of the caller's addresses by its id. */
  public final Read<String, Address> address;

  /** An address of the caller's made, or replaced. */
  public final Write<PutAddressRequest, Address> putAddress;

  /** An address of the caller's less. */
  public final Write<DeleteAddressRequest, DeleteAddressResponse> deleteAddress;

  /** The products of one of the caller's lists, the latest first. */
  public final Read<MarkList, List<ProductMark>> marks;

  /** A product put on one of the caller's lists. */
  public final Write<MarkProductRequest, ProductMark> mark;

  /** A product taken from one of the caller's lists. */
  public final Write<UnmarkProductRequest, UnmarkProductResponse> unmark;

  /** Loyalty points moved; for orders. */
  public final Write<BookPointsRequest, BookPointsResponse> bookPoints;

  /** What the shop thinks of a user; for orders and payments. */
  public final Read<String, Assessment> assessment;

  /** Users in pages; for administrators. */
  public final Read<ListUsersRequest, ListUsersResponse> users;

  /** A user changed; by administrators. */
  public final Write<UpdateUserRequest, User> updateUser;

  /** Users made or replaced. */
  public final Write<ImportUsersRequest, ImportReport> importUsers;

  /** The caller's points by month of a time zone. */
  public final Read<String, List<PointMonth>> pointMonths;

  /** Over these channels. */
  public UsersClient(Channels users) {
    erased = users.changes("users.erased", UsersServiceGrpc.getWatchErasedMethod());
    signIn =
        users.write(
            UsersServiceGrpc.getSignInMethod(),
            Function.identity(),
            response -> userId(response.getUser().getUserId()));
    resolveSubject =
        users.write(
            UsersServiceGrpc.getResolveSubjectMethod(),
            Function.identity(),
            response -> userId(response.getUserId()));
    user =
        users.read(
            UsersServiceGrpc.getGetUserMethod(),
            id -> GetUserRequest.newBuilder().setUserId(id).build(),
            (id, response) -> {
              Valid.id("user.user_id", response.getUser().getUserId(), id);
              Valid.link("user.avatar_url", response.getUser().getAvatarUrl());
            },
            GetUserResponse::getUser);
    own =
        users.read(
            UsersServiceGrpc.getGetUserMethod(),
            _ -> GetUserRequest.getDefaultInstance(),
            (_, response) -> Valid.link("user.avatar_url", response.getUser().getAvatarUrl()),
            GetUserResponse::getUser);
    updateProfile =
        users.write(
            UsersServiceGrpc.getUpdateProfileMethod(),
            Function.identity(),
            UpdateProfileResponse::getUser);
    addresses =
        users.read(
            UsersServiceGrpc.getListAddressesMethod(),
            _ -> ListAddressesRequest.getDefaultInstance(),
            ListAddressesResponse::getAddressesList);
    address =
        users.read(
            UsersServiceGrpc.getGetAddressMethod(),
            id -> GetAddressRequest.newBuilder().setAddressId(id).build(),
            (id, response) ->
                Valid.id("address.address_id", response.getAddress().getAddressId(), id),
            GetAddressResponse::getAddress);
    putAddress =
        users.write(
            UsersServiceGrpc.getPutAddressMethod(),
            Function.identity(),
            PutAddressResponse::getAddress);
    deleteAddress =
        users.write(
            UsersServiceGrpc.getDeleteAddressMethod(), Function.identity(), Function.identity());
    marks =
        users.read(
            UsersServiceGrpc.getListMarksMethod(),
            list -> ListMarksRequest.newBuilder().setList(list).build(),
            ListMarksResponse::getMarksList);
    mark =
        users.write(
            UsersServiceGrpc.getMarkProductMethod(),
            Function.identity(),
            MarkProductResponse::getMark);
    unmark =
        users.write(
            UsersServiceGrpc.getUnmarkProductMethod(), Function.identity(), Function.identity());
    bookPoints =
        users.write(
            UsersServiceGrpc.getBookPointsMethod(), Function.identity(), Function.identity());
    assessment =
        users.read(
            UsersServiceGrpc.getGetAssessmentMethod(),
            id -> GetAssessmentRequest.newBuilder().setUserId(id).build(),
            GetAssessmentResponse::getAssessment);
    this.users =
        users.read(UsersServiceGrpc.getListUsersMethod(), Function.identity(), Function.identity());
    updateUser =
        users.write(
            UsersServiceGrpc.getUpdateUserMethod(),
            Function.identity(),
            UpdateUserResponse::getUser);
    importUsers =
        users.write(
            UsersServiceGrpc.getImportUsersMethod(),
            Function.identity(),
            ImportUsersResponse::getReport);
    pointMonths =
        users.read(
            UsersServiceGrpc.getListPointMonthsMethod(),
            zone -> ListPointMonthsRequest.newBuilder().setTimeZone(zone).build(),
            ListPointMonthsResponse::getMonthsList);
  }

  private static String userId(String id) {
    if (!Caller.isId(id)) {
      throw InvalidAnswer.of("user_id", "malformed", "one that may call");
    }
    return id;
  }
}
