package harbor.screens.account;

import harbor.kit.bff.session.IdentityClaims;
import harbor.users.v1.Identity;
import harbor.users.v1.ResolveSubjectRequest;
import harbor.users.v1.SignInRequest;
import java.util.Map;

/** What the users service is asked about whoever signs in. Pure functions. */
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

  private static Identity identity(String issuer, String subject) {
    return Identity.newBuilder().setIssuer(issuer).setSubject(subject).build();
  }
}
