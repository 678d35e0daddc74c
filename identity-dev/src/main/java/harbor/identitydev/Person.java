package harbor.identitydev;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The people whom the development provider knows. All of them are invented. */
enum Person {
  /** With orders, favourites, points. */
  ADA("Ada", "Lindqvist", "A customer with a history", ""),
  /** Whom the shop has not seen yet. */
  BEN("Ben", "Okafor", "A new customer", ""),
  /** The shop's own. */
  GRACE("Grace", "Moreau", "An administrator of the shop", "admin");

  /** The claim that says what somebody may do. */
  static final String ROLES = "roles";

  private final String givenName;
  private final String familyName;
  private final String about;
  private final String role;

  Person(String givenName, String familyName, String about, String role) {
    this.givenName = givenName;
    this.familyName = familyName;
    this.about = about;
    this.role = role;
  }

  /** Who has this subject. */
  static Optional<Person> of(String subject) {
    return Stream.of(values()).filter(person -> person.subject().equals(subject)).findFirst();
  }

  /** All subjects, for a sentence. */
  static String names() {
    return Stream.of(values()).map(Person::subject).collect(Collectors.joining(", "));
  }

  /** As tokens name them for good. */
  String subject() {
    return name().toLowerCase(Locale.ROOT);
  }

  IdentityDev.Customer customer() {
    return new IdentityDev.Customer(subject(), givenName, familyName, email());
  }

  String fullName() {
    return givenName + " " + familyName;
  }

  String email() {
    return subject() + "@example.com";
  }

  /** One line for whoever chooses among them. */
  String about() {
    return about;
  }

  /** What tokens say about them besides the subject. */
  Map<String, Object> claims() {
    return Map.of(
        "name",
        fullName(),
        "given_name",
        givenName,
        "family_name",
        familyName,
        "preferred_username",
        subject(),
        "email",
        email(),
        "email_verified",
        true,
        ROLES,
        role.isEmpty() ? List.of() : List.of(role));
  }
}
