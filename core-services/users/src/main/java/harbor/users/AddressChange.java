package harbor.users;

/** What became of a change of an address. */
sealed interface AddressChange {
  /** It was made. */
  record Done(Address address) implements AddressChange {}

  /** It was removed. */
  record Removed() implements AddressChange {}

  /** There is no such user. */
  record UnknownUser() implements AddressChange {}

  /** There is no such address. */
  record UnknownAddress() implements AddressChange {}

  /** There is one, and the caller did not say which version they saw. */
  record VersionRequired() implements AddressChange {}

  /** It has another version by now. */
  record Changed(Address now) implements AddressChange {}

  /** There are as many as there may be. */
  record TooMany() implements AddressChange {}
}
