package harbor.screens.account;

import harbor.kit.bff.session.IdentityClaims;
import harbor.screens.v1.MarkRequest;
import harbor.screens.v1.RemoveAddressRequest;
import harbor.screens.v1.SaveAddressRequest;
import harbor.screens.v1.UpdateAccountRequest;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import harbor.users.v1.DeleteAddressRequest;
import harbor.users.v1.Identity;
import harbor.users.v1.MarkList;
import harbor.users.v1.MarkProductRequest;
import harbor.users.v1.PutAddressRequest;
import harbor.users.v1.ResolveSubjectRequest;
import harbor.users.v1.SignInRequest;
import harbor.users.v1.UnmarkProductRequest;
import harbor.users.v1.UpdateProfileRequest;
import harbor.users.v1.User;
import java.util.Map;

/** What the users service is asked about whoever signs in, and by them. Pure functions. */
final class AccountRequests {
  private AccountRequests() {}

  /** Of a person who has just signed in; claims by their names in OpenID Connect. */
  static SignInRequest signIn(IdentityClaims identity) {
    Map<String, String> said = identity.claims();
    return SignInRequest.newBuilder()
        .setIdentity(identity(identity.issuer(), identity.subject()))
        .setClaims(
            harbor.users.v1.IdentityClaims.newBuilder()
                .setName(said.getOrDefault("name", ""))
                .setPreferredUsername(said.getOrDefault("preferred_username", ""))
                .setGivenName(said.getOrDefault("given_name", ""))
                .setFamilyName(said.getOrDefault("family_name", ""))
                .setPicture(said.getOrDefault("picture", ""))
                .setEmail(said.getOrDefault("email", ""))
                .setEmailVerified("true".equals(said.get("email_verified")))
                .setPhoneNumber(said.getOrDefault("phone_number", ""))
                .setPhoneNumberVerified("true".equals(said.get("phone_number_verified")))
                .setLocale(said.getOrDefault("locale", ""))
                .setZoneinfo(said.getOrDefault("zoneinfo", ""))
                .setBirthdate(said.getOrDefault("birthdate", "")))
        .build();
  }

  /** Of a person whose access token was valid. */
  static ResolveSubjectRequest resolve(String issuer, String subject) {
    return ResolveSubjectRequest.newBuilder().setIdentity(identity(issuer, subject)).build();
  }

  /** Fields of the profile, which have the same names in both. */
  static UpdateProfileRequest update(UpdateAccountRequest asked) {
    User.Builder user = User.newBuilder();
    asked
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (asked.getUpdateMask().getPathsList().contains(field.getName())) {
                user.setField(User.getDescriptor().findFieldByName(field.getName()), value);
              }
            });
    return UpdateProfileRequest.newBuilder()
        .setUser(user)
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static PutAddressRequest save(SaveAddressRequest asked) {
    PutAddressRequest.Builder request =
        PutAddressRequest.newBuilder()
            .setAddressId(asked.getId())
            .setIsDefault(asked.getIsDefault())
            .setPostal(
                PostalAddress.newBuilder()
                    .setName(asked.getName())
                    .addAllLines(asked.getLinesList())
                    .setCity(asked.getCity())
                    .setPhone(asked.getPhone())
                    .setDestination(
                        Destination.newBuilder()
                            .setCountry(asked.getCountry())
                            .setRegion(asked.getRegion())
                            .setPostalCode(asked.getPostalCode())));
    if (asked.hasExpectedVersion()) {
      request.setExpectedVersion(asked.getExpectedVersion());
    }
    return request.build();
  }

  static DeleteAddressRequest remove(RemoveAddressRequest asked) {
    return DeleteAddressRequest.newBuilder()
        .setAddressId(asked.getId())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static MarkProductRequest mark(MarkList list, MarkRequest asked) {
    return MarkProductRequest.newBuilder().setList(list).setProductId(asked.getProduct()).build();
  }

  static UnmarkProductRequest unmark(MarkList list, MarkRequest asked) {
    return UnmarkProductRequest.newBuilder().setList(list).setProductId(asked.getProduct()).build();
  }

  private static Identity identity(String issuer, String subject) {
    return Identity.newBuilder().setIssuer(issuer).setSubject(subject).build();
  }
}
