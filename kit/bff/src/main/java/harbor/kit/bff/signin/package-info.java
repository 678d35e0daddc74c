/**
 * Signing in and out: {@code /auth/*}, the cookies of sign-ins under way, and the pages for those
 * that do not end well. Tokens stay here; a browser has a session, an app may bring a bearer.
 *
 * <p>Start reading at {@link harbor.kit.bff.signin.SignIn}.
 */
@NullMarked
package harbor.kit.bff.signin;

import org.jspecify.annotations.NullMarked;
