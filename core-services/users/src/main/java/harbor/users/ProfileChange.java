package harbor.users;

/** What became of a change of a profile. */
sealed interface ProfileChange {
  /** It was made; the user as they are then. */
  record Done(User user) implements ProfileChange {}

  /** There is no such user. */
  record UnknownUser() implements ProfileChange {}

  /** The profile was changed since the caller saw it; as it is now. */
  record VersionMismatch(User now) implements ProfileChange {}
}
