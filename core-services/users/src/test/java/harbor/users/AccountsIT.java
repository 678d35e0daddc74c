package harbor.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import harbor.kit.client.CallMetadata;
import harbor.kit.runtime.AuditLog;
import harbor.kit.service.Watcher;
import harbor.kit.testing.LogCapture;
import harbor.type.v1.ErasePersonRequest;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.type.v1.PersonalDataServiceGrpc.PersonalDataServiceBlockingStub;
import harbor.users.v1.GetAssessmentRequest;
import harbor.users.v1.GetUserRequest;
import harbor.users.v1.Identity;
import harbor.users.v1.IdentityClaims;
import harbor.users.v1.LoyaltyTier;
import harbor.users.v1.MarkList;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc;
import harbor.users.v1.UsersServiceGrpc.UsersServiceBlockingStub;
import harbor.users.v1.WatchErasedRequest;
import harbor.users.v1.WatchErasedResponse;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How people come, are imported, and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsIT {
  private final People people = new People();

  @AfterAll
  void close() {
    people.close();
  }

  @Test
  void firstSignIn_makesTheAccount_ofWhatTheProviderSays() {
    User user =
        people.signIn(
            people.somebody(),
            IdentityClaims.newBuilder()
                .setPreferredUsername("ada")
                .setGivenName(" Ada ")
                .setEmail("ada@shop.example")
                .setEmailVerified(true)
                .setLocale("de-AT")
                .setZoneinfo("Europe/Vienna")
                .setBirthdate("1990-05-31")
                .build());

    assertThat(user.getUserId()).matches("[A-Za-z0-9_-]{22}");
    assertThat(user.getDisplayName()).isEqualTo("ada");
    assertThat(user.getGivenName()).isEqualTo("Ada");
    assertThat(user.getEmail()).isEqualTo("ada@shop.example");
    assertThat(user.getEmailVerified()).isTrue();
    assertThat(user.getLocale()).isEqualTo("de-AT");
    assertThat(user.getTimeZone()).isEqualTo("Europe/Vienna");
    assertThat(user.getBirthDate()).isEqualTo("1990-05-31");
    assertThat(people.own(user)).isEqualTo(user);
  }

  @Test
  void claims_thatAreMalformed_countAsUnsaid() {
    User user =
        people.signIn(
            people.somebody(),
            IdentityClaims.newBuilder()
                .setName("Ada")
                .setPicture("javascript:alert(1)")
                .setFamilyName("x".repeat(201))
                .setEmail("nobody")
                .setEmailVerified(true)
                .setPhoneNumber("call me")
                .setLocale("!")
                .setZoneinfo("Vienna")
                .setBirthdate("0000-05-31")
                .build());

    assertThat(user)
        .isEqualTo(
            User.newBuilder()
                .setUserId(user.getUserId())
                .setDisplayName("Ada")
                .setOrderMail(true)
                .setFirstSignInAt(user.getFirstSignInAt())
                .setLastSignInAt(user.getLastSignInAt())
                .setAudit(user.getAudit())
                .build());
  }

  @Test
  void laterSignIn_changesWhatThePersonHasNotEdited_andTheTime() {
    Identity ada = people.somebody();
    IdentityClaims claims =
        IdentityClaims.newBuilder()
            .setName("Ada")
            .setGivenName("Ada")
            .setEmail("ada@shop.example")
            .setEmailVerified(true)
            .build();
    User first = people.signIn(ada, claims);
    User edited =
        people.update(
            first,
            User.newBuilder().setDisplayName("Countess").setEmail("own@shop.example").build(),
            "display_name",
            "email");
    assertThat(edited.getEmailVerified()).isFalse();
    people.clock.advance(Duration.ofMinutes(5));

    User again = people.signIn(ada, claims.toBuilder().setGivenName("Augusta").build());

    assertThat(again.getUserId()).isEqualTo(first.getUserId());
    assertThat(again.getDisplayName()).isEqualTo("Countess");
    assertThat(again.getEmail()).isEqualTo("own@shop.example");
    assertThat(again.getEmailVerified()).isFalse();
    assertThat(again.getGivenName()).isEqualTo("Augusta");
    assertThat(again.getFirstSignInAt()).isEqualTo(first.getFirstSignInAt());
    assertThat(seconds(again.getLastSignInAt()) - seconds(first.getLastSignInAt())).isEqualTo(300);
    assertThat(again.getAudit().getVersion()).isEqualTo(edited.getAudit().getVersion() + 1);
  }

  @Test
  void laterSignIn_isNoChangeOfTheProfile_whenTheProviderSaysTheSame() {
    Identity ada = people.somebody();
    IdentityClaims claims = IdentityClaims.newBuilder().setName("Ada").build();
    User first = people.signIn(ada, claims);
    people.clock.advance(Duration.ofMinutes(5));

    User again = people.signIn(ada, claims);

    assertThat(again.getAudit()).isEqualTo(first.getAudit());
    assertThat(again.getLastSignInAt()).isNotEqualTo(first.getLastSignInAt());
    // What is not said any more stays.
    assertThat(people.signIn(ada, IdentityClaims.getDefaultInstance()).getDisplayName())
        .isEqualTo("Ada");
  }

  @Test
  void firstSignIns_atTheSameTime_areOneAccount() {
    Identity ada = people.somebody();

    List<String> ids =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? people.signIn(ada, IdentityClaims.getDefaultInstance()).getUserId()
                        : people.resolve(ada))
            .distinct()
            .toList();

    assertThat(ids).hasSize(1);
  }

  @Test
  void identity_isOfItsIssuerAlone() {
    Identity ada = people.somebody();

    assertThat(people.resolve(ada.toBuilder().setIssuer("https://other.test").build()))
        .isNotEqualTo(people.resolve(ada));
  }

  @Test
  void identity_isRefused_whenItIsNone() {
    people.assertInvalid(
        () -> people.resolve(Identity.newBuilder().setIssuer("https://id.test").build()),
        "INVALID_IDENTITY");
    people.assertInvalid(
        () ->
            people.signIn(
                Identity.newBuilder().setIssuer("i").setSubject("x".repeat(256)).build(),
                IdentityClaims.getDefaultInstance()),
        "INVALID_IDENTITY");
  }

  @Test
  void erasure_takesEverything_andNothingBringsThemBack() throws Exception {
    Identity ada = people.somebody();
    User user = people.signIn(ada, IdentityClaims.newBuilder().setName("Qwertyada Unique").build());
    UsersServiceBlockingStub own = people.as(user);
    People.put(
        own.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key("erasure-1"))), "home");
    People.mark(own, MarkList.MARK_LIST_FAVOURITES, "mug");
    people.book(user, "order-1", 5, false);
    assertThat(rowsWith(user.getUserId())).isNotEmpty();
    assertThat(rowsWith(ada.getSubject())).isNotEmpty();
    Watcher erased =
        Watcher.watch(
            people
                .core
                .channel()
                .newCall(UsersServiceGrpc.getWatchErasedMethod(), CallOptions.DEFAULT),
            WatchErasedRequest.getDefaultInstance(),
            WatchErasedResponse::getChanges);
    await().until(() -> !erased.told().isEmpty());
    People.mark(people.as(people.newcomer()), MarkList.MARK_LIST_FAVOURITES, "pen");

    people.erase(user);

    await().until(() -> erased.ids().contains(user.getUserId()));
    // What becomes of lists is told to those alone whose they are.
    assertThat(erased.ids()).noneMatch(id -> id.contains(" "));
    erased.leave();
    // Watchers are still told the id, which names nobody.
    assertThat(rowsWith(user.getUserId())).containsExactly("changes");
    assertThat(rowsWith("Qwertyada")).isEmpty();
    assertThat(rowsWith(ada.getSubject())).isEmpty();
    people.assertUnknown(() -> own.getUser(GetUserRequest.getDefaultInstance()));
    people.assertNobody(() -> People.put(own, "home"));
    people.assertNobody(() -> People.mark(own, MarkList.MARK_LIST_FAVOURITES, "mug"));
    people.assertNobody(() -> people.update(user, User.getDefaultInstance(), "display_name"));
    people.assertUnknown(() -> people.book(user, "order-1", 5, false));
    // A bearer of before, and imports of before.
    people.assertUnknown(() -> people.resolve(ada));
    assertThat(people.importUser(ada, User.newBuilder().setUserId("ada-again").build(), 0))
        .isEqualTo("identity");
    assertThat(
            people.importUser(
                people.somebody(), User.newBuilder().setUserId(user.getUserId()).build(), 0))
        .isEqualTo("identity");
    // Once more.
    people.erase(user);
    people.clock.advance(Duration.ofDays(1_000));
    people.assertUnknown(() -> people.resolve(ada));
  }

  @Test
  void whoSignsInAfterErasure_isSomebodyNew() {
    Identity ada = people.somebody();
    User user = people.signIn(ada, IdentityClaims.newBuilder().setName("Ada").build());
    People.put(people.as(user), "home");
    people.erase(user);

    User back = people.signIn(ada, IdentityClaims.getDefaultInstance());

    assertThat(back.getUserId()).isNotEqualTo(user.getUserId());
    assertThat(back.getDisplayName()).isEmpty();
    assertThat(people.resolve(ada)).isEqualTo(back.getUserId());
    assertThat(People.addresses(people.as(back))).isEmpty();
    people.assertUnknown(() -> people.own(user));
    assertThat(people.importUser(ada, User.newBuilder().setUserId(user.getUserId()).build(), 0))
        .isEqualTo("identity");
  }

  @Test
  void erasure_ofAUserByTheCommandLine_leavesTheNeighbour() {
    User ada = people.newcomer();
    User ben = people.newcomer();
    People.put(people.as(ada), "home");
    People.put(people.as(ben), "home");

    PersonalDataServiceBlockingStub data =
        PersonalDataServiceGrpc.newBlockingStub(people.core.channel());
    try (LogCapture audit = LogCapture.of(AuditLog.LOGGER)) {
      var _ = data.erasePerson(ErasePersonRequest.newBuilder().setUserId(ada.getUserId()).build());
      var _ = data.erasePerson(ErasePersonRequest.newBuilder().setUserId("never").build());

      assertThat(audit.messages())
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("act=administration", "PersonalDataService/ErasePerson")
                      .doesNotContain(ada.getUserId()));
    }

    people.assertUnknown(() -> people.own(ada));
    assertThat(People.addresses(people.as(ben))).hasSize(1);
  }

  @Test
  void erasures_andWritesOfOneUser_atTheSameTime_leaveNothing() {
    User ada = people.newcomer();
    UsersServiceBlockingStub own = people.as(ada);

    IntStream.range(0, 12)
        .parallel()
        .forEach(
            i -> {
              if (i == 6) {
                people.erase(ada);
              } else {
                writeOrFindNobody(own, i);
              }
            });

    people.assertUnknown(() -> people.own(ada));
    assertThat(People.addresses(own)).isEmpty();
  }

  @Test
  void importedUser_isWhoSignsIn_andKeepsWhatTheyEdit() {
    Identity ada = people.somebody();
    User given =
        User.newBuilder()
            .setUserId("ada")
            .setDisplayName("Ada")
            .setEmail("ada@shop.example")
            .setEmailVerified(true)
            .setBirthDate("1990-05-31")
            .setLocale("de-AT")
            .setTimeZone("Europe/Vienna")
            .setCurrency("EUR")
            .setCountry("AT")
            .addNewsletterTopics("mugs, \"pens\"")
            .setMarketingPhone(true)
            .setMarketingPhoneDecidedAt(Timestamp.newBuilder().setSeconds(1_600_000_000))
            .setLoyaltyTier(LoyaltyTier.LOYALTY_TIER_GOLD)
            .setLoyaltySince(Timestamp.newBuilder().setSeconds(1_600_000_000))
            .build();

    assertThat(people.importUser(ada, given, 12)).isEqualTo("created");
    assertThat(people.importUser(ada, given, 12)).isEqualTo("unchanged");
    assertThat(people.importUser(ada, given, 13)).isEqualTo("updated");
    User user = people.signIn(ada, IdentityClaims.getDefaultInstance());
    assertThat(user.toBuilder().clearAudit().clearFirstSignInAt().clearLastSignInAt().build())
        .isEqualTo(given);
    assertThat(
            people
                .nobody
                .getAssessment(GetAssessmentRequest.newBuilder().setUserId("ada").build())
                .getAssessment()
                .getFraudScore())
        .isEqualTo(13);

    people.book(user, "b", 7, false);
    people.update(user, User.newBuilder().setDisplayName("Own").build(), "display_name");
    assertThat(people.importUser(ada, given.toBuilder().setShoeSize("39").build(), 13))
        .isEqualTo("updated");
    assertThat(people.own(user).getDisplayName()).isEqualTo("Own");
    assertThat(people.own(user).getShoeSize()).isEqualTo("39");
    assertThat(people.own(user).getLoyaltyPoints()).isEqualTo(7);
    assertThat(people.importUser(ada, given.toBuilder().setUserId("other").build(), 0))
        .isEqualTo("identity");
  }

  @Test
  void import_namesTheFieldThatIsWrong() {
    User.Builder user = User.newBuilder().setUserId("x");
    Map<String, User> broken =
        Map.of(
            "birth_date", user.clone().setBirthDate("31.5.1990").build(),
            "time_zone", user.clone().setTimeZone("Vienna").build(),
            "locale", user.clone().setLocale("de_AT_x!").build(),
            "currency", user.clone().setCurrency("EURO").build(),
            "country", user.clone().setCountry("XX").build(),
            "avatar_url", user.clone().setAvatarUrl("http://a.example/b.png").build(),
            "email", user.clone().setEmail("ada").build(),
            "phone", user.clone().setPhone("x").build(),
            "user_id", user.clone().setUserId("a b").build());

    broken.forEach(
        (field, row) ->
            assertThat(people.importUser(people.somebody(), row, 0)).as(field).isEqualTo(field));
    assertThat(people.importUser(people.somebody(), user.build(), 1_001))
        .isEqualTo("assessment.fraud_score");
  }

  private void writeOrFindNobody(UsersServiceBlockingStub own, int i) {
    try {
      People.put(own, "a" + i);
    } catch (StatusRuntimeException e) {
      people.assertNobody(
          () -> {
            throw e;
          });
    }
  }

  private static Metadata key(String key) {
    Metadata metadata = new Metadata();
    metadata.put(CallMetadata.IDEMPOTENCY_KEY, key);
    return metadata;
  }

  /** Tables of the service that hold a text anywhere, also within bytes. */
  private List<String> rowsWith(String text) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = people.core.connection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT 1 FROM users.%1$s t WHERE t::text LIKE '%%%2$s%%' OR t::text LIKE '%%%3$s%%'"
                    .formatted(table, text, hex(text)))) {
          if (rows.next()) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'users'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    assertThat(tables).contains("users", "tombstones", "idempotency_keys", "changes");
    return tables;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long seconds(Timestamp time) {
    return time.getSeconds();
  }
}
