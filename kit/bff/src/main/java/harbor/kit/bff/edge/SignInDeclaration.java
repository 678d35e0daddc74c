package harbor.kit.bff.edge;

import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.IdentityProvider;
import harbor.kit.bff.signin.provider.ProviderSettings;
import harbor.kit.runtime.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a BFF's declaration says of callers.
 *
 * @param frontends with sessions; empty where there are none
 * @param accounts the shop's part
 * @param takesBearers whether access tokens of the provider are taken
 * @param provider who signs people in
 */
record SignInDeclaration(
    List<Frontend> frontends,
    Optional<Function<Kit, Accounts>> accounts,
    boolean takesBearers,
    Function<Environment, IdentityProvider> provider) {
  /** Nobody signs in. */
  static final SignInDeclaration NONE =
      new SignInDeclaration(List.of(), Optional.empty(), false, _ -> IdentityProvider.NONE);

  SignInDeclaration {
    frontends = List.copyOf(frontends);
  }

  /** The provider at which people sign in; empty where nobody can. */
  Optional<ProviderSettings> providerOf(Environment environment) {
    return accounts.isEmpty() ? Optional.empty() : ProviderSettings.from(environment);
  }

  /** Fails where people can sign in and their browsers would drop the cookies. */
  void check(BffSettings settings, Environment environment) {
    if (!frontends.isEmpty() && providerOf(environment).isPresent()) {
      settings.requireSecureCookies();
    }
  }
}
