/**
 * The identity provider as the BFF meets it over OpenID Connect: discovery, keys, tokens.
 *
 * <p>Nimbus makes and reads the messages and checks the tokens; Armeria carries them, so that no
 * event loop ever waits. Start reading at {@link harbor.kit.bff.signin.provider.OpenIdProvider}.
 */
@NullMarked
package harbor.kit.bff.signin.provider;

import org.jspecify.annotations.NullMarked;
