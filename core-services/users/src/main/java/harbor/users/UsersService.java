package harbor.users;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.client.Caller;
import harbor.kit.service.call.AdministrativeAct;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.call.UpdateMask;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.table.TablePages;
import harbor.kit.service.write.IdempotentWrites;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
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
import harbor.users.v1.ImportedUser;
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
import harbor.users.v1.PutAddressRequest;
import harbor.users.v1.PutAddressResponse;
import harbor.users.v1.ResolveSubjectRequest;
import harbor.users.v1.ResolveSubjectResponse;
import harbor.users.v1.SignInRequest;
import harbor.users.v1.SignInResponse;
import harbor.users.v1.UnmarkProductRequest;
import harbor.users.v1.UnmarkProductResponse;
import harbor.users.v1.UpdateProfileRequest;
import harbor.users.v1.UpdateProfileResponse;
import harbor.users.v1.UpdateUserRequest;
import harbor.users.v1.UpdateUserResponse;
import harbor.users.v1.UsersServiceGrpc;
import harbor.users.v1.WatchErasedRequest;
import harbor.users.v1.WatchErasedResponse;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Users over gRPC: protobuf in, protobuf out, no decisions but whose it is. */
final class UsersService extends UsersServiceGrpc.UsersServiceImplBase {
  private static final int MAX_ROWS = 1_000;
  private static final long MAX_POINTS = 1_000_000_000;
  private static final int MAX_REASON = 200;
  private static final Pattern BOOKING = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
  private static final String ADMIN = "admin";

  private final PostgresUserStore users;
  private final TablePages<User> table;
  private final PostgresAccountStore accounts;
  private final PostgresAddressStore addresses;
  private final PostgresProductMarkStore marks;
  private final PostgresPointStore points;
  private final IdempotentWrites writes;
  private final ChangeFeed erased;

  UsersService(
      PostgresUserStore users,
      TablePages<User> table,
      PostgresAccountStore accounts,
      PostgresAddressStore addresses,
      PostgresProductMarkStore marks,
      PostgresPointStore points,
      IdempotentWrites writes,
      ChangeFeed erased) {
    this.users = users;
    this.table = table;
    this.accounts = accounts;
    this.addresses = addresses;
    this.marks = marks;
    this.points = points;
    this.writes = writes;
    this.erased = erased;
  }

  @Override
  public void signIn(SignInRequest request, StreamObserver<SignInResponse> observer) {
    answer(
        observer,
        () -> {
          User user =
              accounts.signIn(
                  identity(request.getIdentity()),
                  stored -> ClaimViews.of(stored, request.getClaims(), users.now()));
          return SignInResponse.newBuilder().setUser(UserViews.message(user)).build();
        });
  }

  @Override
  public void resolveSubject(
      ResolveSubjectRequest request, StreamObserver<ResolveSubjectResponse> observer) {
    answer(
        observer,
        () -> {
          String userId =
              accounts
                  .resolve(identity(request.getIdentity()))
                  .orElseThrow(UsersService::unknownUser);
          return ResolveSubjectResponse.newBuilder().setUserId(userId).build();
        });
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<GetUserResponse> observer) {
    answer(
        observer,
        () -> {
          User user =
              users
                  .find(whoseProfile(CallScope.caller(), request.getUserId()))
                  .orElseThrow(UsersService::unknownUser);
          return GetUserResponse.newBuilder().setUser(UserViews.message(user)).build();
        });
  }

  private static String whoseProfile(Caller caller, String named) {
    if (named.isEmpty() || named.equals(caller.id())) {
      return caller.id();
    }
    if (!caller.roles().contains(ADMIN)) {
      throw unknownUser();
    }
    return named;
  }

  @Override
  public void updateProfile(
      UpdateProfileRequest request, StreamObserver<UpdateProfileResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          Set<String> fields = UpdateMask.of(request.getUpdateMask(), ProfileViews.OWN).fields();
          ProfileChange change =
              users.change(
                  handle,
                  caller(),
                  version(request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  edit(request.getUser(), fields));
          return UpdateProfileResponse.newBuilder().setUser(done(change)).build();
        });
  }

  @Override
  public void updateUser(UpdateUserRequest request, StreamObserver<UpdateUserResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          Set<String> allowed = new HashSet<>(ProfileViews.OWN);
          allowed.addAll(ProfileViews.ADMINISTERED);
          Set<String> fields = UpdateMask.of(request.getUpdateMask(), allowed).fields();
          ProfileChange change =
              users.change(
                  handle,
                  request.getUser().getUserId(),
                  version(request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  edit(request.getUser(), fields));
          UpdateUserResponse response =
              UpdateUserResponse.newBuilder().setUser(done(change)).build();
          AdministrativeAct.done(request.getUser().getUserId());
          return response;
        });
  }

  private UnaryOperator<User> edit(harbor.users.v1.User values, Set<String> fields) {
    return user ->
        checked("INVALID_PROFILE", () -> ProfileViews.edited(user, values, fields, users.now()));
  }

  private static harbor.users.v1.User done(ProfileChange change) {
    return switch (change) {
      case ProfileChange.Done(User user) -> UserViews.message(user);
      case ProfileChange.UnknownUser _ -> throw unknownUser();
      case ProfileChange.VersionMismatch(User now) ->
          throw Failure.failedPrecondition(
                  "VERSION_MISMATCH",
                  "expected_version: the profile has version %d by now."
                      .formatted(now.audit().version()))
              .with(UserViews.message(now));
    };
  }

  @Override
  public void listAddresses(
      ListAddressesRequest request, StreamObserver<ListAddressesResponse> observer) {
    answer(
        observer,
        () ->
            ListAddressesResponse.newBuilder()
                .addAllAddresses(addresses.list(caller()).stream().map(UserViews::message).toList())
                .build());
  }

  @Override
  public void getAddress(GetAddressRequest request, StreamObserver<GetAddressResponse> observer) {
    answer(
        observer,
        () -> {
          Address address =
              addresses
                  .find(caller(), request.getAddressId())
                  .orElseThrow(UsersService::unknownAddress);
          return GetAddressResponse.newBuilder().setAddress(UserViews.message(address)).build();
        });
  }

  @Override
  public void putAddress(PutAddressRequest request, StreamObserver<PutAddressResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          String id = Requests.id("address_id", request.getAddressId(), "INVALID_ADDRESS_ID");
          Address.Postal postal =
              checked("INVALID_ADDRESS", () -> UserViews.postal(request.getPostal()));
          OptionalLong version =
              request.hasExpectedVersion()
                  ? OptionalLong.of(version(request.getExpectedVersion()))
                  : OptionalLong.empty();
          Address address =
              done(addresses.put(handle, caller(), id, postal, request.getIsDefault(), version));
          return PutAddressResponse.newBuilder().setAddress(UserViews.message(address)).build();
        });
  }

  @Override
  public void deleteAddress(
      DeleteAddressRequest request, StreamObserver<DeleteAddressResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          AddressChange change =
              addresses.delete(
                  handle, caller(), request.getAddressId(), version(request.getExpectedVersion()));
          if (!(change instanceof AddressChange.Removed)) {
            throw refusal(change);
          }
          return DeleteAddressResponse.getDefaultInstance();
        });
  }

  @Override
  public void listMarks(ListMarksRequest request, StreamObserver<ListMarksResponse> observer) {
    answer(
        observer,
        () ->
            ListMarksResponse.newBuilder()
                .addAllMarks(
                    marks.list(caller(), list(request.getList())).stream()
                        .map(UserViews::message)
                        .toList())
                .build());
  }

  @Override
  public void markProduct(
      MarkProductRequest request, StreamObserver<MarkProductResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          PostgresProductMarkStore.Marked marked =
              marks.mark(
                  handle, caller(), list(request.getList()), product(request.getProductId()));
          return switch (marked) {
            case PostgresProductMarkStore.Marked.Done(ProductMark mark) ->
                MarkProductResponse.newBuilder().setMark(UserViews.message(mark)).build();
            case PostgresProductMarkStore.Marked.UnknownUser _ -> throw unknownUser();
            case PostgresProductMarkStore.Marked.Full _ ->
                throw Failure.failedPrecondition(
                        "TOO_MANY_FAVOURITES",
                        "There are %d favourites, as many as there may be."
                            .formatted(ProductMark.Kind.FAVOURITES.max()))
                    .decided();
          };
        });
  }

  @Override
  public void unmarkProduct(
      UnmarkProductRequest request, StreamObserver<UnmarkProductResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          if (!marks.unmark(
              handle, caller(), list(request.getList()), product(request.getProductId()))) {
            throw unknownUser();
          }
          return UnmarkProductResponse.getDefaultInstance();
        });
  }

  @Override
  public void listPointMonths(
      ListPointMonthsRequest request, StreamObserver<ListPointMonthsResponse> observer) {
    answer(
        observer,
        () -> {
          ListPointMonthsResponse.Builder response = ListPointMonthsResponse.newBuilder();
          points
              .months(caller(), request.getTimeZone())
              .forEach(
                  month ->
                      response.addMonths(
                          PointMonth.newBuilder()
                              .setMonth(month.month().toString())
                              .setEarned(month.earned())
                              .setSpent(month.spent())
                              .setBalance(month.balance())));
          return response.build();
        });
  }

  @Override
  public void bookPoints(BookPointsRequest request, StreamObserver<BookPointsResponse> observer) {
    answer(
        observer,
        () -> {
          checkBooking(request);
          PointBooking booking =
              points.book(
                  request.getUserId(),
                  request.getBookingId(),
                  request.getDelta(),
                  request.getReason(),
                  request.getTakesBack());
          return switch (booking) {
            case PointBooking.Done(PointBooking.Booked booked, long balance, boolean repeated) ->
                BookPointsResponse.newBuilder()
                    .setBooking(UserViews.message(booked))
                    .setBalance(balance)
                    .setRepeated(repeated)
                    .build();
            case PointBooking.Reused _ ->
                throw Failure.failedPrecondition(
                    "BOOKING_REUSED", "The user has a booking of this id with another delta.");
            case PointBooking.NotEnough _ ->
                throw Failure.failedPrecondition(
                    "NOT_ENOUGH_POINTS", "The user has fewer points than that.");
            case PointBooking.UnknownUser _ -> throw unknownUser();
          };
        });
  }

  private static void checkBooking(BookPointsRequest request) {
    long delta = request.getDelta();
    checked(
        "INVALID_BOOKING",
        () -> {
          if (!BOOKING.matcher(request.getBookingId()).matches()) {
            throw new InvalidField(
                "booking_id", "Malformed (expected: 1 to 100 characters of [A-Za-z0-9._:-]).");
          }
          if (delta == 0 || (delta > 0 && request.getTakesBack())) {
            throw new InvalidField(
                "delta", "%d (expected: not 0, and negative to take back).".formatted(delta));
          }
          Fields.range("delta", delta, -MAX_POINTS, MAX_POINTS);
          return Fields.requiredText("reason", request.getReason(), MAX_REASON);
        });
  }

  @Override
  public void getAssessment(
      GetAssessmentRequest request, StreamObserver<GetAssessmentResponse> observer) {
    answer(
        observer,
        () -> {
          Assessment assessment =
              users.assessment(request.getUserId()).orElseThrow(UsersService::unknownUser);
          return GetAssessmentResponse.newBuilder()
              .setAssessment(UserViews.message(request.getUserId(), assessment))
              .build();
        });
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
    answer(
        observer,
        () -> {
          Page<User> page =
              table.page(query(request), request.getPageSize(), request.getPageToken());
          return ListUsersResponse.newBuilder()
              .addAllUsers(page.rows().stream().map(UserViews::message).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  private static TableQuery query(ListUsersRequest request) {
    return request.getEmailPrefix().isEmpty()
        ? request.getQuery()
        : request.getQuery().toBuilder()
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn("email")
                    .setOperator(TableOperator.TABLE_OPERATOR_PREFIX)
                    .addValues(request.getEmailPrefix()))
            .build();
  }

  @Override
  public void importUsers(
      ImportUsersRequest request, StreamObserver<ImportUsersResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Imported> batch =
              ImportBatch.of(
                  Requests.batch("users", request.getUsersList(), MAX_ROWS),
                  this::imported,
                  Imported::userId);
          return ImportUsersResponse.newBuilder().setReport(batch.storeBy(accounts::put)).build();
        });
  }

  private Imported imported(ImportedUser row) {
    Fields.present("user", row.hasUser());
    Imported read =
        new Imported(
            Fields.id("user_id", row.getUser().getUserId()),
            Identity.of(row.getIdentity().getIssuer(), row.getIdentity().getSubject()),
            stored -> ProfileViews.imported(stored, row.getUser(), users.now()),
            UserViews.assessment(row.getAssessment()));
    accounts.check(read);
    return read;
  }

  @Override
  public void watchErased(
      WatchErasedRequest request, StreamObserver<WatchErasedResponse> observer) {
    erased.answer(
        request.getResumeToken(),
        observer,
        UsersService::isErased,
        told -> WatchErasedResponse.newBuilder().setChanges(told).build());
  }

  /** The others are changes of a user's lists. */
  private static boolean isErased(String announced) {
    return announced.indexOf(' ') < 0;
  }

  private static String caller() {
    return CallScope.caller().id();
  }

  private static Identity identity(harbor.users.v1.Identity message) {
    return identity(message.getIssuer(), message.getSubject());
  }

  static Identity identity(String issuer, String subject) {
    return checked("INVALID_IDENTITY", () -> Identity.of(issuer, subject));
  }

  private static <T> T checked(String reason, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidField e) {
      throw Failure.invalidArgument(reason, e.field() + ": " + e.description());
    }
  }

  private static ProductMark.Kind list(MarkList list) {
    return switch (list) {
      case MARK_LIST_FAVOURITES -> ProductMark.Kind.FAVOURITES;
      case MARK_LIST_RECENTLY_SEEN -> ProductMark.Kind.RECENTLY_SEEN;
      case MARK_LIST_UNSPECIFIED, UNRECOGNIZED ->
          throw Failure.invalidArgument(
              "INVALID_LIST", "list: unknown (expected: favourites or recently seen).");
    };
  }

  private static String product(String id) {
    return Requests.externalId("product_id", id, "INVALID_PRODUCT_ID");
  }

  private static long version(long version) {
    return Requests.version("expected_version", version);
  }

  private static Address done(AddressChange change) {
    if (change instanceof AddressChange.Done(Address address)) {
      return address;
    }
    throw refusal(change);
  }

  private static Failure refusal(AddressChange change) {
    return switch (change) {
      case AddressChange.UnknownUser _ -> unknownUser();
      case AddressChange.UnknownAddress _ -> unknownAddress();
      case AddressChange.VersionRequired _ ->
          Failure.failedPrecondition(
              "VERSION_REQUIRED", "expected_version is absent, and there is such an address.");
      case AddressChange.Changed(Address now) ->
          Failure.failedPrecondition("VERSION_MISMATCH", "The address has another version by now.")
              .with(UserViews.message(now));
      case AddressChange.TooMany _ ->
          Failure.failedPrecondition(
                  "TOO_MANY_ADDRESSES",
                  "There are %d addresses, as many as there may be.".formatted(Address.MAX))
              .decided();
      case AddressChange.Done _, AddressChange.Removed _ ->
          throw new IllegalArgumentException("change: none that was refused");
    };
  }

  static Failure unknownUser() {
    return Failure.notFound("UNKNOWN_USER", "There is no such user.");
  }

  private static Failure unknownAddress() {
    return Failure.notFound("UNKNOWN_ADDRESS", "The user has no such address.");
  }
}
