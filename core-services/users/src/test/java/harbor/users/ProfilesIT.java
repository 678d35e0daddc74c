package harbor.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import harbor.users.v1.Address;
import harbor.users.v1.DeleteAddressRequest;
import harbor.users.v1.GetAddressRequest;
import harbor.users.v1.GetUserRequest;
import harbor.users.v1.IdentityClaims;
import harbor.users.v1.ListUsersRequest;
import harbor.users.v1.ListUsersResponse;
import harbor.users.v1.LoyaltyTier;
import harbor.users.v1.MarkList;
import harbor.users.v1.UnmarkProductRequest;
import harbor.users.v1.UpdateUserRequest;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc.UsersServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people, and administrators, see and change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilesIT {
  private final People people = new People();

  @AfterAll
  void close() {
    people.close();
  }

  @Test
  void update_changesWhatTheMaskNames_andSaysWhenAndByWhom() {
    User user = people.newcomer();
    User full =
        people.update(
            user,
            User.newBuilder()
                .setHonorific("Dr.")
                .setMarketingMail(true)
                .setTermsVersion("2026-01")
                .addNewsletterTopics("mugs")
                .setCompany("ignored")
                .build(),
            "honorific",
            "marketing_mail",
            "terms_version",
            "newsletter_topics");

    assertThat(full.getHonorific()).isEqualTo("Dr.");
    assertThat(full.getCompany()).isEmpty();
    assertThat(full.getMarketingMailDecidedAt()).isEqualTo(full.getAudit().getUpdatedAt());
    assertThat(full.hasMarketingPushDecidedAt()).isFalse();
    assertThat(full.getTermsAcceptedAt()).isEqualTo(full.getAudit().getUpdatedAt());
    assertThat(full.getNewsletterTopicsList()).containsExactly("mugs");
    assertThat(full.getAudit().getVersion()).isEqualTo(user.getAudit().getVersion() + 1);
    assertThat(full.getAudit().getUpdatedBy()).isEqualTo("user:" + user.getUserId());
    assertThat(people.own(user)).isEqualTo(full);

    User cleared = people.update(full, User.getDefaultInstance(), "honorific", "newsletter_topics");
    assertThat(cleared.getHonorific()).isEmpty();
    assertThat(cleared.getNewsletterTopicsList()).isEmpty();
  }

  @Test
  void update_isRefusedWithTheProfile_whenItWasChangedMeanwhile() throws Exception {
    User user = people.newcomer();
    User changed = people.update(user, User.newBuilder().setPhone("+43 1 5").build(), "phone");

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> people.update(user, User.newBuilder().setPhone("+43 1 6").build(), "phone"));

    people.assertRefused(
        () -> {
          throw refused;
        },
        "VERSION_MISMATCH");
    assertThat(detail(refused)).isEqualTo(changed);
    assertThat(people.own(user)).isEqualTo(changed);
  }

  @Test
  void oneUpdateWins_whenManyHaveSeenTheSameVersion() {
    User user = people.newcomer();

    long won =
        IntStream.range(0, 8)
            .parallel()
            .filter(
                i -> {
                  try {
                    var _ =
                        people.update(
                            user, User.newBuilder().setShoeSize("" + i).build(), "shoe_size");
                    return true;
                  } catch (StatusRuntimeException e) {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    return false;
                  }
                })
            .count();

    assertThat(won).isEqualTo(1);
  }

  @Test
  void update_isRefused_ofWhatIsNotThePersonsToChange() {
    User user = people.newcomer();

    for (String path :
        List.of(
            "user_id",
            "email_verified",
            "loyalty_tier",
            "loyalty_points",
            "referral_code",
            "marketing_mail_decided_at",
            "last_sign_in_at",
            "audit",
            "audit.version",
            "fraud_score",
            "nonsense",
            "")) {
      people.assertInvalid(
          () -> people.update(user, User.getDefaultInstance(), path), "INVALID_UPDATE_MASK");
    }
    people.assertInvalid(
        () -> people.update(user, User.getDefaultInstance()), "INVALID_UPDATE_MASK");
    assertThat(people.own(user)).isEqualTo(user);
  }

  @Test
  void update_isRefused_ofWhatIsMalformed() {
    User user = people.newcomer();
    Map<String, User> broken =
        Map.of(
            "display_name", User.newBuilder().setDisplayName("x".repeat(201)).build(),
            "birth_date", User.newBuilder().setBirthDate("2999-01-01").build(),
            "email", User.newBuilder().setEmail("a@b@c").build(),
            "country", User.newBuilder().setCountry("at").build(),
            "locale", User.newBuilder().setLocale("x".repeat(36)).build(),
            "preferred_store_id", User.newBuilder().setPreferredStoreId("a/b").build(),
            "newsletter_topics", User.newBuilder().addNewsletterTopics(" ").build());

    broken.forEach(
        (field, values) ->
            people.assertInvalid(() -> people.update(user, values, field), "INVALID_PROFILE"));
    people.assertInvalid(
        () ->
            people.update(
                user.toBuilder().clearAudit().build(), User.getDefaultInstance(), "phone"),
        "INVALID_VERSION");
    assertThat(people.own(user)).isEqualTo(user);
  }

  @Test
  void profile_ofAnother_isUnknown_exactlyAsOfOneWhoNeverWas() {
    User ada = people.newcomer();
    UsersServiceBlockingStub ben = people.as(people.newcomer());

    StatusRuntimeException another = refusal(ben, ada.getUserId());
    StatusRuntimeException nobody = refusal(ben, "nobody");

    assertThat(StatusProto.fromThrowable(another)).isEqualTo(StatusProto.fromThrowable(nobody));
    people.assertUnknown(
        () -> {
          throw another;
        });
    // An administrator sees her.
    assertThat(
            people
                .admin
                .getUser(GetUserRequest.newBuilder().setUserId(ada.getUserId()).build())
                .getUser())
        .isEqualTo(ada);
  }

  @Test
  void profile_hasNoFieldOfWhatTheShopThinks() {
    assertThat(User.getDescriptor().getFields())
        .hasSize(40)
        .extracting(field -> field.getName())
        .doesNotContain("fraud_score", "internal_segment_tag");
  }

  @Test
  void addresses_areTheUsersAlone_andOneIsTheDefault() {
    UsersServiceBlockingStub own = people.as(people.newcomer());

    Address home = People.put(own, "home");
    Address work = People.put(own, "work", request -> request.setIsDefault(true));

    assertThat(home.getIsDefault()).isTrue();
    assertThat(People.addresses(own))
        .extracting(Address::getAddressId)
        .containsExactly("work", "home");
    assertThat(People.addresses(own))
        .extracting(Address::getIsDefault)
        .containsExactly(true, false);
    UsersServiceBlockingStub other = people.as(people.newcomer());
    for (String id : List.of("home", "never")) {
      assertUnknownAddress(
          () -> other.getAddress(GetAddressRequest.newBuilder().setAddressId(id).build()));
      assertUnknownAddress(() -> delete(other, id, 2));
    }

    delete(own, "work", work.getAudit().getVersion());

    assertThat(People.addresses(own)).extracting(Address::getIsDefault).containsExactly(true);
  }

  @Test
  void address_isChanged_byWhoSawItLast() {
    UsersServiceBlockingStub own = people.as(people.newcomer());
    long version = People.put(own, "home").getAudit().getVersion();

    Address moved =
        People.put(
            own,
            "home",
            request ->
                request
                    .setPostal(request.getPostal().toBuilder().setCity("Graz"))
                    .setExpectedVersion(version));

    assertThat(moved.getPostal().getCity()).isEqualTo("Graz");
    assertThat(moved.getIsDefault()).isTrue();
    assertThat(moved.getAudit().getVersion()).isEqualTo(version + 1);
    people.assertRefused(
        () -> People.put(own, "home", request -> request.setExpectedVersion(version)),
        "VERSION_MISMATCH");
    people.assertRefused(() -> People.put(own, "home"), "VERSION_REQUIRED");
    people.assertRefused(() -> delete(own, "home", version), "VERSION_MISMATCH");
    people.assertInvalid(() -> delete(own, "home", 0), "INVALID_VERSION");
    assertUnknownAddress(() -> People.put(own, "none", request -> request.setExpectedVersion(1)));
  }

  @Test
  void address_isRefused_whenItIsNone() {
    UsersServiceBlockingStub own = people.as(people.newcomer());

    for (UnaryOperator<PostalAddress.Builder> broken :
        List.<UnaryOperator<PostalAddress.Builder>>of(
            postal -> postal.clearName(),
            postal -> postal.clearLines(),
            postal -> postal.addAllLines(List.of("2", "3", "4", "5")),
            postal -> postal.clearCity(),
            postal -> postal.clearDestination(),
            postal -> postal.setDestination(Destination.newBuilder().setCountry("XX")),
            postal -> postal.setDestination(Destination.newBuilder().setCountry("at")))) {
      people.assertInvalid(
          () ->
              People.put(
                  own,
                  "home",
                  request ->
                      request.setPostal(broken.apply(request.getPostal().toBuilder()).build())),
          "INVALID_ADDRESS");
    }
    people.assertInvalid(() -> People.put(own, "a b"), "INVALID_ADDRESS_ID");
    assertThat(People.addresses(own)).isEmpty();
  }

  @Test
  void addresses_areFiftyAtMost() {
    UsersServiceBlockingStub own = people.as(people.newcomer());
    for (int i = 0; i < 50; i++) {
      People.put(own, "a" + i);
    }

    people.assertRefused(() -> People.put(own, "one-more"), "TOO_MANY_ADDRESSES");
    assertThat(People.addresses(own)).hasSize(50);
  }

  @Test
  void marks_areTheLatestFirst_eachOnce() {
    UsersServiceBlockingStub own = people.as(people.newcomer());
    for (String product : List.of("mug", "pen", "mug")) {
      People.mark(own, MarkList.MARK_LIST_RECENTLY_SEEN, product);
      people.clock.advance(Duration.ofSeconds(1));
    }
    People.mark(own, MarkList.MARK_LIST_FAVOURITES, "lamp");

    assertThat(People.marks(own, MarkList.MARK_LIST_RECENTLY_SEEN)).containsExactly("mug", "pen");
    assertThat(People.marks(own, MarkList.MARK_LIST_FAVOURITES)).containsExactly("lamp");
    for (int i = 0; i < 2; i++) {
      var _ =
          own.unmarkProduct(
              UnmarkProductRequest.newBuilder()
                  .setList(MarkList.MARK_LIST_RECENTLY_SEEN)
                  .setProductId("mug")
                  .build());
      assertThat(People.marks(own, MarkList.MARK_LIST_RECENTLY_SEEN)).containsExactly("pen");
    }
    assertThat(People.marks(people.as(people.newcomer()), MarkList.MARK_LIST_FAVOURITES)).isEmpty();
  }

  @Test
  void changesOfLists_areTold_toWhoseTheyAre() {
    User ann = people.newcomer();
    UsersServiceBlockingStub own = people.as(ann);
    String start = people.changes(ann, "").getResumeToken();
    People.mark(own, MarkList.MARK_LIST_FAVOURITES, "lamp");
    People.mark(own, MarkList.MARK_LIST_FAVOURITES, "lamp");
    for (int i = 0; i < 51; i++) {
      People.mark(own, MarkList.MARK_LIST_RECENTLY_SEEN, "p" + i);
      people.clock.advance(Duration.ofSeconds(1));
    }
    for (int i = 0; i < 2; i++) {
      var _ =
          own.unmarkProduct(
              UnmarkProductRequest.newBuilder()
                  .setList(MarkList.MARK_LIST_FAVOURITES)
                  .setProductId("lamp")
                  .build());
    }

    String subject = "user:" + ann.getUserId();
    assertThat(people.changes(ann, start).getIdsList())
        .startsWith(
            subject + " +favourites lamp",
            subject + " =favourites lamp",
            subject + " +recently_seen p0")
        .endsWith(
            subject + " +recently_seen p50",
            subject + " -recently_seen p0",
            subject + " -favourites lamp")
        .hasSize(2 + 51 + 1 + 1);
    assertThat(people.changes(people.newcomer(), start).getIdsList()).isEmpty();
  }

  @Test
  void whatWasSeen_makesRoom_andFavouritesDoNot() {
    UsersServiceBlockingStub own = people.as(people.newcomer());
    for (int i = 0; i < 52; i++) {
      People.mark(own, MarkList.MARK_LIST_RECENTLY_SEEN, "p" + i);
      people.clock.advance(Duration.ofSeconds(1));
    }
    for (int i = 0; i < 500; i++) {
      People.mark(own, MarkList.MARK_LIST_FAVOURITES, "p" + i);
    }

    assertThat(People.marks(own, MarkList.MARK_LIST_RECENTLY_SEEN))
        .hasSize(50)
        .startsWith("p51")
        .endsWith("p2");
    people.assertRefused(
        () -> People.mark(own, MarkList.MARK_LIST_FAVOURITES, "p500"), "TOO_MANY_FAVOURITES");
    // One that is there is no further one.
    People.mark(own, MarkList.MARK_LIST_FAVOURITES, "p0");
    people.assertInvalid(
        () -> People.mark(own, MarkList.MARK_LIST_FAVOURITES, "a/b"), "INVALID_PRODUCT_ID");
    people.assertInvalid(() -> People.marks(own, MarkList.MARK_LIST_UNSPECIFIED), "INVALID_LIST");
  }

  @Test
  void list_isForAdministrators_theLatestFirst_byMail() {
    for (String mail :
        List.of("List_A@shop.example", "list_b@shop.example", "listXc@shop.example")) {
      people.clock.advance(Duration.ofSeconds(1));
      people.signIn(people.somebody(), IdentityClaims.newBuilder().setEmail(mail).build());
    }
    ListUsersRequest request =
        ListUsersRequest.newBuilder().setPageSize(1).setEmailPrefix("LIST_").build();

    ListUsersResponse first = people.admin.listUsers(request);
    ListUsersResponse second =
        people.admin.listUsers(request.toBuilder().setPageToken(first.getNextPageToken()).build());

    assertThat(first.getUsersList())
        .extracting(User::getEmail)
        .containsExactly("list_b@shop.example");
    assertThat(first.getUsers(0).getAudit().getCreatedBy()).isEqualTo("users");
    assertThat(second.getUsersList())
        .extracting(User::getEmail)
        .containsExactly("List_A@shop.example");
    assertThat(second.getNextPageToken()).isEmpty();
    people.assertInvalid(
        () ->
            people.admin.listUsers(
                ListUsersRequest.newBuilder().setPageToken(first.getNextPageToken()).build()),
        "INVALID_PAGE_TOKEN");
    people.assertInvalid(
        () -> people.admin.listUsers(ListUsersRequest.newBuilder().setPageSize(201).build()),
        "INVALID_PAGE_SIZE");
    people.core.assertFails(
        () -> people.as(people.newcomer()).listUsers(ListUsersRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
  }

  @Test
  void administrator_changesTheTier_whichThePersonCannot() {
    User user = people.newcomer();
    UpdateUserRequest request =
        UpdateUserRequest.newBuilder()
            .setUser(
                User.newBuilder()
                    .setUserId(user.getUserId())
                    .setLoyaltyTier(LoyaltyTier.LOYALTY_TIER_GOLD))
            .setUpdateMask(FieldMask.newBuilder().addPaths("loyalty_tier"))
            .setExpectedVersion(user.getAudit().getVersion())
            .build();

    User gold = people.admin.updateUser(request).getUser();

    assertThat(gold.getLoyaltyTier()).isEqualTo(LoyaltyTier.LOYALTY_TIER_GOLD);
    assertThat(gold.getAudit().getUpdatedBy()).isEqualTo("user:admin-1");
    assertThat(people.own(user)).isEqualTo(gold);
    people.assertRefused(() -> people.admin.updateUser(request), "VERSION_MISMATCH");
    people.core.assertFails(
        () -> people.as(user).updateUser(request), Status.Code.PERMISSION_DENIED, "ROLE_REQUIRED");
  }

  @Test
  void points_areBookedOnce_andBelowZeroOnlyByTakingBack() {
    User user = people.newcomer();

    assertThat(people.book(user, "earn:1", 99, false).getBalance()).isEqualTo(99);
    assertThat(people.book(user, "earn:1", 99, false).getRepeated()).isTrue();
    assertThat(people.own(user).getLoyaltyPoints()).isEqualTo(99);
    assertThat(people.book(user, "spend:1", -99, false).getBalance()).isZero();
    people.assertRefused(() -> people.book(user, "spend:2", -1, false), "NOT_ENOUGH_POINTS");
    assertThat(people.book(user, "return:1", -33, true).getBalance()).isEqualTo(-33);
    assertThat(people.book(user, "return:1", -33, true).getBalance()).isEqualTo(-33);
    // It is earned back before points are spent again.
    assertThat(people.book(user, "earn:2", 20, false).getBalance()).isEqualTo(-13);
    people.assertRefused(() -> people.book(user, "spend:3", -1, false), "NOT_ENOUGH_POINTS");
    people.assertRefused(() -> people.book(user, "earn:1", 98, false), "BOOKING_REUSED");
    assertThat(people.own(user).getAudit()).isEqualTo(user.getAudit());
  }

  @Test
  void oneSpendWins_ofTwoThatWantAllPoints_andManyBookingsAreTheirSum() {
    User user = people.newcomer();
    IntStream.range(0, 32).parallel().forEach(i -> people.book(user, "e" + i / 2, 5, false));

    long spent =
        IntStream.range(0, 4)
            .parallel()
            .filter(
                i -> {
                  try {
                    people.book(user, "s" + i, -80, false);
                    return true;
                  } catch (StatusRuntimeException e) {
                    return false;
                  }
                })
            .count();

    assertThat(spent).isEqualTo(1);
    assertThat(people.own(user).getLoyaltyPoints()).isZero();
  }

  @Test
  void booking_isRefused_whenItIsNone() {
    User user = people.newcomer();

    people.assertInvalid(() -> people.book(user, "x", 0, false), "INVALID_BOOKING");
    people.assertInvalid(() -> people.book(user, "x", 1, true), "INVALID_BOOKING");
    people.assertInvalid(() -> people.book(user, "a b", 1, false), "INVALID_BOOKING");
    people.assertInvalid(() -> people.book(user, "x", Long.MIN_VALUE, true), "INVALID_BOOKING");
  }

  private static StatusRuntimeException refusal(UsersServiceBlockingStub asking, String userId) {
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () -> asking.getUser(GetUserRequest.newBuilder().setUserId(userId).build()));
  }

  private static User detail(StatusRuntimeException refused) throws InvalidProtocolBufferException {
    return Objects.requireNonNull(StatusProto.fromThrowable(refused))
        .getDetails(1)
        .unpack(User.class);
  }

  private static void delete(UsersServiceBlockingStub own, String id, long version) {
    var _ =
        own.deleteAddress(
            DeleteAddressRequest.newBuilder().setAddressId(id).setExpectedVersion(version).build());
  }

  private void assertUnknownAddress(ThrowingCallable call) {
    people.core.assertFails(call, Status.Code.NOT_FOUND, "UNKNOWN_ADDRESS");
  }
}
