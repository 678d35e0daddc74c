package harbor.users;

import java.util.function.UnaryOperator;

/**
 * A user as an import gives it.
 *
 * @param identity who it is at the provider
 * @param profile makes of the stored user what the import says
 */
record Imported(
    String userId, Identity identity, UnaryOperator<User> profile, Assessment assessment) {}
