package harbor.users;

import com.google.protobuf.Descriptors.FieldDescriptor;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Timestamps;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which fields of a profile change, by whom, and what changes with them. Pure functions. */
final class ProfileViews {
  /** Those that are the person's to change. */
  static final Set<String> OWN =
      Set.of(
          "display_name",
          "given_name",
          "family_name",
          "honorific",
          "birth_date",
          "avatar_url",
          "email",
          "phone",
          "locale",
          "time_zone",
          "currency",
          "country",
          "company",
          "vat_id",
          "preferred_store_id",
          "clothing_size",
          "shoe_size",
          "delivery_note",
          "large_text",
          "marketing_mail",
          "marketing_push",
          "marketing_phone",
          "newsletter_topics",
          "order_mail",
          "order_push",
          "terms_version");

  /** Those that an administrator changes besides. */
  static final Set<String> ADMINISTERED = Set.of("loyalty_tier", "loyalty_since", "referral_code");

  /** What an import says: all but the id, sign-ins, points and audit. */
  private static final Set<String> IMPORTED =
      Stream.of(
              OWN,
              ADMINISTERED,
              Set.of(
                  "email_verified",
                  "phone_verified",
                  "marketing_mail_decided_at",
                  "marketing_push_decided_at",
                  "marketing_phone_decided_at",
                  "terms_accepted_at"))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private ProfileViews() {}

  /**
   * The user with other values where the paths say so: what somebody set stays theirs, and times of
   * decisions are now.
   *
   * @throws InvalidField when a value is malformed
   */
  static User edited(
      User user, harbor.users.v1.User values, Collection<String> paths, Instant now) {
    harbor.users.v1.User before = UserViews.message(user);
    harbor.users.v1.User.Builder next = before.toBuilder();
    paths.forEach(path -> set(next, values, path));
    if (!next.getEmail().equals(before.getEmail())) {
      next.setEmailVerified(false);
    }
    if (!next.getPhone().equals(before.getPhone())) {
      next.setPhoneVerified(false);
    }
    for (String path : paths) {
      switch (path) {
        case "marketing_mail" -> next.setMarketingMailDecidedAt(Timestamps.of(now));
        case "marketing_push" -> next.setMarketingPushDecidedAt(Timestamps.of(now));
        case "marketing_phone" -> next.setMarketingPhoneDecidedAt(Timestamps.of(now));
        case "terms_version" -> next.setTermsAcceptedAt(Timestamps.of(now));
        default -> {
          // nothing changes with it
        }
      }
    }
    return UserViews.user(next.build(), user, today(now)).withEdited(paths);
  }

  /** The user as an import says, but for what somebody has set; throws {@link InvalidField}. */
  static User imported(User user, harbor.users.v1.User values, Instant now) {
    return told(user, values, IMPORTED, now);
  }

  private static User told(
      User user, harbor.users.v1.User values, Collection<String> paths, Instant now) {
    Set<String> unset = new TreeSet<>(paths);
    unset.removeAll(user.edited());
    // Its mark and time go with the value.
    if (user.edited().contains("email")) {
      unset.remove("email_verified");
    }
    if (user.edited().contains("phone")) {
      unset.remove("phone_verified");
    }
    if (user.edited().contains("terms_version")) {
      unset.remove("terms_accepted_at");
    }
    user.edited().forEach(path -> unset.remove(path + "_decided_at"));
    harbor.users.v1.User.Builder next = UserViews.message(user).toBuilder();
    unset.forEach(path -> set(next, values, path));
    return UserViews.user(next.build(), user, today(now));
  }

  /** The same of each group of fields that is well-formed; the others count as unsaid. */
  static User toldWhereValid(
      User user, harbor.users.v1.User values, List<List<String>> groups, Instant now) {
    User told = user;
    for (List<String> group : groups) {
      told = toldIfValid(told, values, group, now);
    }
    return told;
  }

  private static User toldIfValid(
      User user, harbor.users.v1.User values, List<String> group, Instant now) {
    try {
      return told(user, values, group, now);
    } catch (InvalidField _) {
      // Nobody is kept out by what their provider says.
      return user;
    }
  }

  private static void set(
      harbor.users.v1.User.Builder user, harbor.users.v1.User values, String path) {
    FieldDescriptor field = harbor.users.v1.User.getDescriptor().findFieldByName(path);
    boolean isThere = field.isRepeated() || !field.hasPresence() || values.hasField(field);
    if (isThere) {
      user.setField(field, values.getField(field));
    } else {
      user.clearField(field);
    }
  }

  private static LocalDate today(Instant now) {
    // Somewhere on earth it is tomorrow already.
    return LocalDate.ofInstant(now, ZoneOffset.ofHours(14));
  }
}
