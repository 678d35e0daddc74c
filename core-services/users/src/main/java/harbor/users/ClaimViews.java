package harbor.users;

import harbor.users.v1.IdentityClaims;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the provider says of a person who signs in, as fields of a profile. Pure functions. */
final class ClaimViews {
  private ClaimViews() {}

  /** The user as the provider says, but for what somebody has set and what is malformed. */
  static User of(User user, IdentityClaims claims, Instant now) {
    String name = claims.getName().isBlank() ? claims.getPreferredUsername() : claims.getName();
    harbor.users.v1.User values =
        harbor.users.v1.User.newBuilder()
            .setDisplayName(name.strip())
            .setGivenName(claims.getGivenName().strip())
            .setFamilyName(claims.getFamilyName().strip())
            .setAvatarUrl(claims.getPicture().strip())
            .setEmail(claims.getEmail().strip())
            .setEmailVerified(claims.getEmailVerified())
            .setPhone(claims.getPhoneNumber().strip())
            .setPhoneVerified(claims.getPhoneNumberVerified())
            .setLocale(claims.getLocale().strip())
            .setTimeZone(claims.getZoneinfo().strip())
            .setBirthDate(claims.getBirthdate().strip())
            .build();
    List<List<String>> said =
        Stream.of(
                List.of("display_name"),
                List.of("given_name"),
                List.of("family_name"),
                List.of("avatar_url"),
                List.of("email", "email_verified"),
                List.of("phone", "phone_verified"),
                List.of("locale"),
                List.of("time_zone"),
                List.of("birth_date"))
            .filter(group -> isSaid(values, group.getFirst()))
            .toList();
    return ProfileViews.toldWhereValid(user, values, said, now);
  }

  private static boolean isSaid(harbor.users.v1.User values, String path) {
    return !values.getField(harbor.users.v1.User.getDescriptor().findFieldByName(path)).equals("");
  }
}
