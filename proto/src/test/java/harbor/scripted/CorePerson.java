package harbor.scripted;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import harbor.type.v1.Audit;
import harbor.type.v1.EraseOwnDataResponse;
import harbor.type.v1.ExportOwnDataResponse;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.type.v1.PersonalRecord;
import harbor.users.v1.Address;
import harbor.users.v1.DeleteAddressResponse;
import harbor.users.v1.GetAddressResponse;
import harbor.users.v1.GetUserResponse;
import harbor.users.v1.ListAddressesResponse;
import harbor.users.v1.ListMarksResponse;
import harbor.users.v1.LoyaltyTier;
import harbor.users.v1.MarkProductResponse;
import harbor.users.v1.ProductMark;
import harbor.users.v1.PutAddressResponse;
import harbor.users.v1.UnmarkProductResponse;
import harbor.users.v1.UpdateProfileResponse;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What the users service knows of one person. */
public final class CorePerson {
  private static final Timestamp MAY_2026 =
      Timestamp.newBuilder().setSeconds(1_777_593_600).build();

  private CorePerson() {}

  /** Somebody of whom most is known. */
  public static User ordinary() {
    return User.newBuilder()
        .setUserId("person-1001")
        .setDisplayName("Ann Example")
        .setGivenName("Ann")
        .setFamilyName("Example")
        .setHonorific("Dr.")
        .setBirthDate("1990-05-31")
        .setAvatarUrl("https://pictures.example/ann.png")
        .setEmail("ann@shop.example")
        .setEmailVerified(true)
        .setPhone("+43 1 234567")
        .setLocale("de-AT")
        .setTimeZone("Europe/Vienna")
        .setCurrency("EUR")
        .setCountry("AT")
        .setPreferredStoreId("B-01")
        .setDeliveryNote("Ring twice.")
        .setMarketingMail(true)
        .setMarketingMailDecidedAt(MAY_2026)
        .addNewsletterTopics("lamps")
        .setOrderMail(true)
        .setTermsVersion("2026-01")
        .setTermsAcceptedAt(MAY_2026)
        .setLoyaltyTier(LoyaltyTier.LOYALTY_TIER_SILVER)
        .setLoyaltyPoints(420)
        .setLoyaltySince(MAY_2026)
        .setReferralCode("ANN-420")
        .setFirstSignInAt(MAY_2026)
        .setLastSignInAt(MAY_2026)
        .setAudit(audit(4))
        .build();
  }

  /** Somebody who has only just signed in, with a provider that says nothing of them. */
  public static User bare() {
    return User.newBuilder().setUserId("person-1002").setAudit(audit(1)).build();
  }

  /** An address with all that one can have. */
  public static Address home() {
    return Address.newBuilder()
        .setAddressId("home")
        .setPostal(
            PostalAddress.newBuilder()
                .setName("Ann Example")
                .addLines("Ringstrasse 1")
                .addLines("Stiege 2")
                .setCity("Wien")
                .setDestination(
                    Destination.newBuilder()
                        .setCountry("AT")
                        .setRegion("Wien")
                        .setPostalCode("1010"))
                .setPhone("+43 1 234567"))
        .setIsDefault(true)
        .setAudit(audit(2))
        .build();
  }

  /** An address with the least that one has. */
  public static Address island() {
    return Address.newBuilder()
        .setAddressId("island")
        .setPostal(
            PostalAddress.newBuilder()
                .setName("Ann Example")
                .addLines("The Pier")
                .setCity("Jamestown")
                .setDestination(Destination.newBuilder().setCountry("SH")))
        .setAudit(audit(1))
        .build();
  }

  /** Whatever is asked of them, or done to them. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    return Map.ofEntries(
        Map.entry(
            UsersServiceGrpc.getGetUserMethod(),
            GetUserResponse.newBuilder().setUser(ordinary()).build()),
        Map.entry(
            UsersServiceGrpc.getUpdateProfileMethod(),
            UpdateProfileResponse.newBuilder().setUser(ordinary()).build()),
        Map.entry(
            UsersServiceGrpc.getListAddressesMethod(),
            ListAddressesResponse.newBuilder().addAddresses(home()).addAddresses(island()).build()),
        Map.entry(
            UsersServiceGrpc.getGetAddressMethod(),
            GetAddressResponse.newBuilder().setAddress(home()).build()),
        Map.entry(
            UsersServiceGrpc.getPutAddressMethod(),
            PutAddressResponse.newBuilder().setAddress(home()).build()),
        Map.entry(
            UsersServiceGrpc.getDeleteAddressMethod(), DeleteAddressResponse.getDefaultInstance()),
        Map.entry(
            UsersServiceGrpc.getListMarksMethod(),
            ListMarksResponse.newBuilder()
                .addMarks(mark("HB2001"))
                .addMarks(mark("HB1001"))
                .addMarks(mark("HB9999"))
                .build()),
        Map.entry(
            UsersServiceGrpc.getMarkProductMethod(),
            MarkProductResponse.newBuilder().setMark(mark("HB1001")).build()),
        Map.entry(
            UsersServiceGrpc.getUnmarkProductMethod(), UnmarkProductResponse.getDefaultInstance()),
        Map.entry(
            PersonalDataServiceGrpc.getExportOwnDataMethod(),
            ExportOwnDataResponse.getDefaultInstance()),
        Map.entry(
            PersonalDataServiceGrpc.getEraseOwnDataMethod(),
            EraseOwnDataResponse.getDefaultInstance()));
  }

  /** What the users service exports of them. */
  static ExportOwnDataResponse export() {
    return ExportOwnDataResponse.newBuilder()
        .addRecords(
            PersonalRecord.newBuilder()
                .setPlace("users.users")
                .setJson(
                    """
                    {"email": "ann@shop.example", "phone": null, "loyalty_points": 12345678901234567,
                     "large_text": false, "newsletter_topics": ["lamps", "tents"]}
                    """)
                .addIdentifying("ann@shop.example"))
        .addRecords(
            PersonalRecord.newBuilder()
                .setPlace("users.assessments")
                .setJson("{\"fraud_score\": \"Says how carefully an order is looked at.\"}"))
        .build();
  }

  private static ProductMark mark(String product) {
    return ProductMark.newBuilder().setProductId(product).setMarkedAt(MAY_2026).build();
  }

  private static Audit audit(long version) {
    return Audit.newBuilder()
        .setCreatedAt(MAY_2026)
        .setUpdatedAt(MAY_2026)
        .setCreatedBy("user:person-1001")
        .setUpdatedBy("user:person-1001")
        .setVersion(version)
        .build();
  }
}
