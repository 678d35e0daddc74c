package harbor.users;

import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code users}, both ways. */
final class PostgresUserRows {
  private static final String NO_PERSON = "";
  private static final SequencedMap<String, @Nullable Object> SAMPLE =
      values(User.unknown(NO_PERSON, Instant.EPOCH));

  /** The columns that a user's record fills, but for the id and the audit. */
  static final String COLUMNS = String.join(", ", SAMPLE.keySet());

  /** Their parameters, in that order. */
  static final String PARAMETERS =
      String.join(", ", SAMPLE.keySet().stream().map(PostgresUserRows::parameter).toList());

  private PostgresUserRows() {}

  private static String parameter(String column) {
    return switch (column) {
      case "newsletter_topics", "edited" -> "CAST(:%s AS text[])".formatted(column);
      case "birth_date" -> "CAST(:birth_date AS date)";
      default ->
          column.endsWith("_at") || column.endsWith("_since")
              ? "CAST(:%s AS timestamptz)".formatted(column)
              : ":" + column;
    };
  }

  /** Binds a user's values by the names of their columns. */
  static <S extends SqlStatement<S>> S bind(S statement, User user) {
    values(user).forEach(statement::bind);
    return statement.bind("user_id", user.id());
  }

  private static SequencedMap<String, @Nullable Object> values(User user) {
    SequencedMap<String, @Nullable Object> values = new LinkedHashMap<>();
    User.Person person = user.person();
    values.put("display_name", person.displayName());
    values.put("given_name", person.givenName());
    values.put("family_name", person.familyName());
    values.put("honorific", person.honorific());
    values.put("birth_date", person.birthDate().map(LocalDate::toString).orElse(null));
    values.put("avatar_url", person.avatarUrl());
    User.Contact contact = user.contact();
    values.put("email", contact.email());
    values.put("email_verified", contact.emailVerified());
    values.put("phone", contact.phone());
    values.put("phone_verified", contact.phoneVerified());
    User.Preferences preferences = user.preferences();
    values.put("locale", preferences.locale());
    values.put("time_zone", preferences.timeZone());
    values.put("currency", preferences.currency());
    values.put("country", preferences.country());
    values.put("company", preferences.company());
    values.put("vat_id", preferences.vatId());
    values.put("preferred_store_id", preferences.preferredStoreId());
    values.put("clothing_size", preferences.clothingSize());
    values.put("shoe_size", preferences.shoeSize());
    values.put("delivery_note", preferences.deliveryNote());
    values.put("large_text", preferences.largeText());
    User.Consents consents = user.consents();
    values.put("marketing_mail", consents.marketingMail());
    values.put("marketing_mail_decided_at", text(consents.marketingMailDecidedAt()));
    values.put("marketing_push", consents.marketingPush());
    values.put("marketing_push_decided_at", text(consents.marketingPushDecidedAt()));
    values.put("marketing_phone", consents.marketingPhone());
    values.put("marketing_phone_decided_at", text(consents.marketingPhoneDecidedAt()));
    values.put("newsletter_topics", Rows.arrayLiteral(consents.newsletterTopics()));
    values.put("order_mail", consents.orderMail());
    values.put("order_push", consents.orderPush());
    values.put("terms_version", consents.termsVersion());
    values.put("terms_accepted_at", text(consents.termsAcceptedAt()));
    User.Loyalty loyalty = user.loyalty();
    values.put("loyalty_tier", loyalty.tier().name());
    values.put("loyalty_points", loyalty.points());
    values.put("loyalty_since", text(loyalty.since()));
    values.put("referral_code", loyalty.referralCode());
    values.put("first_sign_in_at", text(user.firstSignInAt()));
    values.put("last_sign_in_at", text(user.lastSignInAt()));
    values.put("edited", Rows.arrayLiteral(user.edited()));
    return values;
  }

  /** The user of a row. */
  static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("user_id"),
        new User.Person(
            row.getString("display_name"),
            row.getString("given_name"),
            row.getString("family_name"),
            row.getString("honorific"),
            Optional.ofNullable(row.getObject("birth_date", LocalDate.class)),
            row.getString("avatar_url")),
        new User.Contact(
            row.getString("email"),
            row.getBoolean("email_verified"),
            row.getString("phone"),
            row.getBoolean("phone_verified")),
        new User.Preferences(
            row.getString("locale"),
            row.getString("time_zone"),
            row.getString("currency"),
            row.getString("country"),
            row.getString("company"),
            row.getString("vat_id"),
            row.getString("preferred_store_id"),
            row.getString("clothing_size"),
            row.getString("shoe_size"),
            row.getString("delivery_note"),
            row.getBoolean("large_text")),
        new User.Consents(
            row.getBoolean("marketing_mail"),
            instant(row, "marketing_mail_decided_at"),
            row.getBoolean("marketing_push"),
            instant(row, "marketing_push_decided_at"),
            row.getBoolean("marketing_phone"),
            instant(row, "marketing_phone_decided_at"),
            Rows.texts(row, "newsletter_topics"),
            row.getBoolean("order_mail"),
            row.getBoolean("order_push"),
            row.getString("terms_version"),
            instant(row, "terms_accepted_at")),
        new User.Loyalty(
            User.Tier.valueOf(row.getString("loyalty_tier")),
            row.getLong("loyalty_points"),
            instant(row, "loyalty_since"),
            row.getString("referral_code")),
        instant(row, "first_sign_in_at"),
        instant(row, "last_sign_in_at"),
        Rows.texts(row, "edited"),
        Rows.audit(row));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(known -> known.atOffset(ZoneOffset.UTC).toString()).orElse(null);
  }
}
