/**
 * The development provider: an OpenID Connect provider on loopback with a few named people, so that
 * sign-in works as soon as {@code ./harbor up} runs. No judge of anything: it asks for no password.
 *
 * <p>Start reading at {@link harbor.identitydev.IdentityDev}; what it is made of, {@link
 * harbor.identitydev.Provider} alone knows.
 */
@NullMarked
package harbor.identitydev;

import org.jspecify.annotations.NullMarked;
