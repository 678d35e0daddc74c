package harbor.users;

import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A person who has an account.
 *
 * @param id opaque
 * @param firstSignInAt absent for one who never did
 * @param lastSignInAt the same
 * @param edited fields that the person or an administrator has set, as the contract names them, in
 *     order: neither the provider nor an import changes them
 */
record User(
    String id,
    Person person,
    Contact contact,
    Preferences preferences,
    Consents consents,
    Loyalty loyalty,
    Optional<Instant> firstSignInAt,
    Optional<Instant> lastSignInAt,
    List<String> edited,
    Audit audit) {
  /** Copies the list. */
  User {
    edited = List.copyOf(edited);
  }

  /** Who they are. What is not known is empty. */
  record Person(
      String displayName,
      String givenName,
      String familyName,
      String honorific,
      Optional<LocalDate> birthDate,
      String avatarUrl) {}

  /** How they are reached. */
  record Contact(String email, boolean emailVerified, String phone, boolean phoneVerified) {}

  /** How they like it. */
  record Preferences(
      String locale,
      String timeZone,
      String currency,
      String country,
      String company,
      String vatId,
      String preferredStoreId,
      String clothingSize,
      String shoeSize,
      String deliveryNote,
      boolean largeText) {}

  /** What they agreed to. */
  record Consents(
      boolean marketingMail,
      Optional<Instant> marketingMailDecidedAt,
      boolean marketingPush,
      Optional<Instant> marketingPushDecidedAt,
      boolean marketingPhone,
      Optional<Instant> marketingPhoneDecidedAt,
      List<String> newsletterTopics,
      boolean orderMail,
      boolean orderPush,
      String termsVersion,
      Optional<Instant> termsAcceptedAt) {
    /** Copies the list. */
    Consents {
      newsletterTopics = List.copyOf(newsletterTopics);
    }
  }

  /** Standing in the loyalty programme. */
  enum Tier {
    NONE,
    BASIC,
    SILVER,
    GOLD
  }

  /**
   * Loyalty.
   *
   * @param points the sum of all bookings; below zero when more was taken back than was left
   */
  record Loyalty(Tier tier, long points, Optional<Instant> since, String referralCode) {}

  /** Somebody of whom nothing is known yet. */
  static User unknown(String id, Instant now) {
    return new User(
        id,
        new Person("", "", "", "", Optional.empty(), ""),
        new Contact("", false, "", false),
        new Preferences("", "", "", "", "", "", "", "", "", "", false),
        new Consents(
            false,
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            true,
            false,
            "",
            Optional.empty()),
        new Loyalty(Tier.NONE, 0, Optional.empty(), ""),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Audit(now, Users.NAME, now, Users.NAME, 1));
  }

  /** The same, who signs in now. */
  User signedIn(Instant now) {
    return new User(
        id,
        person,
        contact,
        preferences,
        consents,
        loyalty,
        Optional.of(firstSignInAt.orElse(now)),
        Optional.of(now),
        edited,
        audit);
  }

  /** This profile in the place of a stored one, whose sign-ins, points and audit stay. */
  User in(User stored) {
    return new User(
        stored.id,
        person,
        contact,
        preferences,
        consents,
        new Loyalty(loyalty.tier, stored.loyalty.points, loyalty.since, loyalty.referralCode),
        stored.firstSignInAt,
        stored.lastSignInAt,
        stored.edited,
        stored.audit);
  }

  /** The same, with fields that somebody has set. */
  User withEdited(Collection<String> fields) {
    TreeSet<String> all = new TreeSet<>(edited);
    all.addAll(fields);
    return new User(
        id,
        person,
        contact,
        preferences,
        consents,
        loyalty,
        firstSignInAt,
        lastSignInAt,
        List.copyOf(all),
        audit);
  }

  /** The same with another audit. */
  User with(Audit changed) {
    return new User(
        id,
        person,
        contact,
        preferences,
        consents,
        loyalty,
        firstSignInAt,
        lastSignInAt,
        edited,
        changed);
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
