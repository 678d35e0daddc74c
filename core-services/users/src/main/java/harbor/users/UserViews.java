package harbor.users;

import harbor.kit.runtime.Identifiers;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import harbor.kit.service.row.Timestamps;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import harbor.users.v1.LoyaltyTier;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Users and addresses between contract and domain. */
final class UserViews {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
  private static final Pattern PHONE = Pattern.compile("[+0-9(][0-9 ()/.-]{2,39}");
  private static final int FIRST_YEAR = 1900;
  private static final int MAX_FRAUD_SCORE = 1_000;
  private static final int MAX_SEGMENT_TAG = 100;
  private static final int MAX_EMAIL = 254;
  private static final int MAX_LOCALE = 35;
  private static final int MAX_NAME = 200;
  private static final int MAX_CODE = 50;
  private static final int MAX_SIZE = 20;

  private UserViews() {}

  /**
   * The profile that a message states, in the place of a stored one; throws {@link InvalidField}.
   *
   * @param today after which nobody was born
   */
  static User user(harbor.users.v1.User message, User stored, LocalDate today) {
    return new User(
            stored.id(),
            person(message, today),
            contact(message),
            preferences(message),
            consents(message),
            loyalty(message),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            stored.audit())
        .in(stored);
  }

  /** What the shop thinks, as a message states it; throws {@link InvalidField}. */
  static Assessment assessment(harbor.users.v1.Assessment message) {
    return new Assessment(
        (int) Fields.range("assessment.fraud_score", message.getFraudScore(), 0, MAX_FRAUD_SCORE),
        Fields.text(
            "assessment.internal_segment_tag", message.getInternalSegmentTag(), MAX_SEGMENT_TAG));
  }

  static harbor.users.v1.Assessment message(String userId, Assessment assessment) {
    return harbor.users.v1.Assessment.newBuilder()
        .setUserId(userId)
        .setFraudScore(assessment.fraudScore())
        .setInternalSegmentTag(assessment.segmentTag())
        .build();
  }

  private static User.Person person(harbor.users.v1.User user, LocalDate today) {
    String avatar = Fields.text("avatar_url", user.getAvatarUrl(), 2_000);
    if (!avatar.isEmpty() && !isHttps(avatar)) {
      throw new InvalidField("avatar_url", "Malformed (expected: an https address, or empty).");
    }
    return new User.Person(
        Fields.text("display_name", user.getDisplayName(), MAX_NAME),
        Fields.text("given_name", user.getGivenName(), MAX_NAME),
        Fields.text("family_name", user.getFamilyName(), MAX_NAME),
        Fields.text("honorific", user.getHonorific(), MAX_CODE),
        birthDate(user.getBirthDate(), today),
        avatar);
  }

  private static User.Contact contact(harbor.users.v1.User user) {
    return new User.Contact(
        Fields.code(
            "email",
            Fields.text("email", user.getEmail(), MAX_EMAIL),
            EMAIL,
            "an address such as ada@shop.example"),
        user.getEmailVerified(),
        Fields.code("phone", user.getPhone(), PHONE, "3 to 40 digits and +()/.-"),
        user.getPhoneVerified());
  }

  private static User.Preferences preferences(harbor.users.v1.User user) {
    String currency = user.getCurrency();
    if (!currency.isEmpty() && !Money.isCurrency(currency)) {
      throw new InvalidField("currency", "Unknown (expected: an ISO 4217 code, or empty).");
    }
    String store = user.getPreferredStoreId();
    if (!store.isEmpty() && !Identifiers.isWellFormed(store)) {
      throw new InvalidField(
          "preferred_store_id", "Malformed (expected: %s).".formatted(Identifiers.FORM));
    }
    return new User.Preferences(
        locale(user.getLocale()),
        timeZone(user.getTimeZone()),
        currency,
        user.getCountry().isEmpty() ? "" : country("country", user.getCountry()),
        Fields.text("company", user.getCompany(), MAX_NAME),
        Fields.text("vat_id", user.getVatId(), MAX_SIZE),
        store,
        Fields.text("clothing_size", user.getClothingSize(), MAX_SIZE),
        Fields.text("shoe_size", user.getShoeSize(), MAX_SIZE),
        Fields.text("delivery_note", user.getDeliveryNote(), 500),
        user.getLargeText());
  }

  private static User.Consents consents(harbor.users.v1.User user) {
    return new User.Consents(
        user.getMarketingMail(),
        user.hasMarketingMailDecidedAt()
            ? Optional.of(
                Fields.instant("marketing_mail_decided_at", user.getMarketingMailDecidedAt()))
            : Optional.empty(),
        user.getMarketingPush(),
        user.hasMarketingPushDecidedAt()
            ? Optional.of(
                Fields.instant("marketing_push_decided_at", user.getMarketingPushDecidedAt()))
            : Optional.empty(),
        user.getMarketingPhone(),
        user.hasMarketingPhoneDecidedAt()
            ? Optional.of(
                Fields.instant("marketing_phone_decided_at", user.getMarketingPhoneDecidedAt()))
            : Optional.empty(),
        Fields.texts("newsletter_topics", user.getNewsletterTopicsList(), 20, MAX_CODE),
        user.getOrderMail(),
        user.getOrderPush(),
        Fields.text("terms_version", user.getTermsVersion(), MAX_CODE),
        user.hasTermsAcceptedAt()
            ? Optional.of(Fields.instant("terms_accepted_at", user.getTermsAcceptedAt()))
            : Optional.empty());
  }

  private static User.Loyalty loyalty(harbor.users.v1.User user) {
    User.Tier tier =
        switch (user.getLoyaltyTier()) {
          case LOYALTY_TIER_UNSPECIFIED -> User.Tier.NONE;
          case LOYALTY_TIER_BASIC -> User.Tier.BASIC;
          case LOYALTY_TIER_SILVER -> User.Tier.SILVER;
          case LOYALTY_TIER_GOLD -> User.Tier.GOLD;
          case UNRECOGNIZED ->
              throw new InvalidField(
                  "loyalty_tier", "Unknown (expected: basic, silver, gold or none).");
        };
    return new User.Loyalty(
        tier,
        0,
        user.hasLoyaltySince()
            ? Optional.of(Fields.instant("loyalty_since", user.getLoyaltySince()))
            : Optional.empty(),
        Fields.text("referral_code", user.getReferralCode(), MAX_CODE));
  }

  private static Optional<LocalDate> birthDate(String text, LocalDate today) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= FIRST_YEAR && !day.isAfter(today)) {
        return Optional.of(day);
      }
    } catch (DateTimeException _) {
      throw new InvalidField("birth_date", "Malformed (expected: a day such as 1990-05-31).");
    }
    throw new InvalidField(
        "birth_date", "Out of range (expected: from %d to today).".formatted(FIRST_YEAR));
  }

  private static String timeZone(String text) {
    if (!text.isEmpty() && !ZoneId.getAvailableZoneIds().contains(text)) {
      throw new InvalidField("time_zone", "Unknown (expected: one such as Europe/Vienna).");
    }
    return text;
  }

  private static String locale(String text) {
    Fields.text("locale", text, MAX_LOCALE);
    try {
      var _ = text.isEmpty() ? Locale.ROOT : new Locale.Builder().setLanguageTag(text).build();
      return text;
    } catch (IllformedLocaleException _) {
      throw new InvalidField("locale", "Malformed (expected: a language tag such as de-AT).");
    }
  }

  private static String country(String field, String text) {
    if (!COUNTRIES.contains(text)) {
      throw new InvalidField(field, "Unknown (expected: an ISO 3166-1 code such as AT).");
    }
    return text;
  }

  private static boolean isHttps(String text) {
    try {
      URI address = URI.create(text);
      return "https".equalsIgnoreCase(address.getScheme()) && address.getHost() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static harbor.users.v1.User message(User user) {
    User.Person person = user.person();
    User.Preferences preferences = user.preferences();
    User.Consents consents = user.consents();
    User.Loyalty loyalty = user.loyalty();
    harbor.users.v1.User.Builder message =
        harbor.users.v1.User.newBuilder()
            .setUserId(user.id())
            .setDisplayName(person.displayName())
            .setGivenName(person.givenName())
            .setFamilyName(person.familyName())
            .setHonorific(person.honorific())
            .setAvatarUrl(person.avatarUrl())
            .setEmail(user.contact().email())
            .setEmailVerified(user.contact().emailVerified())
            .setPhone(user.contact().phone())
            .setPhoneVerified(user.contact().phoneVerified())
            .setLocale(preferences.locale())
            .setTimeZone(preferences.timeZone())
            .setCurrency(preferences.currency())
            .setCountry(preferences.country())
            .setCompany(preferences.company())
            .setVatId(preferences.vatId())
            .setPreferredStoreId(preferences.preferredStoreId())
            .setClothingSize(preferences.clothingSize())
            .setShoeSize(preferences.shoeSize())
            .setDeliveryNote(preferences.deliveryNote())
            .setLargeText(preferences.largeText())
            .setMarketingMail(consents.marketingMail())
            .setMarketingPush(consents.marketingPush())
            .setMarketingPhone(consents.marketingPhone())
            .addAllNewsletterTopics(consents.newsletterTopics())
            .setOrderMail(consents.orderMail())
            .setOrderPush(consents.orderPush())
            .setTermsVersion(consents.termsVersion())
            .setLoyaltyTier(message(loyalty.tier()))
            .setLoyaltyPoints(loyalty.points())
            .setReferralCode(loyalty.referralCode())
            .setAudit(user.audit().message());
    person.birthDate().ifPresent(day -> message.setBirthDate(day.toString()));
    consents
        .marketingMailDecidedAt()
        .ifPresent(time -> message.setMarketingMailDecidedAt(Timestamps.of(time)));
    consents
        .marketingPushDecidedAt()
        .ifPresent(time -> message.setMarketingPushDecidedAt(Timestamps.of(time)));
    consents
        .marketingPhoneDecidedAt()
        .ifPresent(time -> message.setMarketingPhoneDecidedAt(Timestamps.of(time)));
    consents.termsAcceptedAt().ifPresent(time -> message.setTermsAcceptedAt(Timestamps.of(time)));
    loyalty.since().ifPresent(time -> message.setLoyaltySince(Timestamps.of(time)));
    user.firstSignInAt().ifPresent(time -> message.setFirstSignInAt(Timestamps.of(time)));
    user.lastSignInAt().ifPresent(time -> message.setLastSignInAt(Timestamps.of(time)));
    return message.build();
  }

  private static LoyaltyTier message(User.Tier tier) {
    return switch (tier) {
      case NONE -> LoyaltyTier.LOYALTY_TIER_UNSPECIFIED;
      case BASIC -> LoyaltyTier.LOYALTY_TIER_BASIC;
      case SILVER -> LoyaltyTier.LOYALTY_TIER_SILVER;
      case GOLD -> LoyaltyTier.LOYALTY_TIER_GOLD;
    };
  }

  /** The address that a message states; throws {@link InvalidField}. */
  static Address.Postal postal(PostalAddress message) {
    Destination destination = message.getDestination();
    List<String> lines = Fields.texts("postal.lines", message.getLinesList(), 4, MAX_NAME);
    if (lines.isEmpty()) {
      throw new InvalidField("postal.lines", "Empty (expected: 1 to 4 lines).");
    }
    return new Address.Postal(
        Fields.requiredText("postal.name", message.getName(), MAX_NAME),
        lines,
        Fields.requiredText("postal.city", message.getCity(), MAX_NAME),
        Fields.text("postal.destination.region", destination.getRegion(), 100),
        Fields.text("postal.destination.postal_code", destination.getPostalCode().strip(), 20),
        country("postal.destination.country", destination.getCountry()),
        Fields.code("postal.phone", message.getPhone(), PHONE, "3 to 40 digits and +()/.-"));
  }

  static harbor.users.v1.Address message(Address address) {
    Address.Postal postal = address.postal();
    return harbor.users.v1.Address.newBuilder()
        .setAddressId(address.id())
        .setPostal(
            PostalAddress.newBuilder()
                .setName(postal.name())
                .addAllLines(postal.lines())
                .setCity(postal.city())
                .setPhone(postal.phone())
                .setDestination(
                    Destination.newBuilder()
                        .setCountry(postal.country())
                        .setRegion(postal.region())
                        .setPostalCode(postal.postalCode())))
        .setIsDefault(address.isDefault())
        .setAudit(address.audit().message())
        .build();
  }

  static harbor.users.v1.ProductMark message(ProductMark mark) {
    return harbor.users.v1.ProductMark.newBuilder()
        .setProductId(mark.productId())
        .setMarkedAt(Timestamps.of(mark.markedAt()))
        .build();
  }

  static harbor.users.v1.PointsBooking message(PointBooking.Booked booking) {
    return harbor.users.v1.PointsBooking.newBuilder()
        .setBookingId(booking.id())
        .setDelta(booking.delta())
        .setReason(booking.reason())
        .setBookedAt(Timestamps.of(booking.at()))
        .build();
  }
}
