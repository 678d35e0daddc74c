/**
 * Who is calling: sessions and their stores, the session cookie, the check against cross-site
 * requests, and the streams that end with a session.
 *
 * <p>Start reading at {@link harbor.kit.bff.session.Sessions}. What the provider and the shop do
 * comes through {@link harbor.kit.bff.session.TokenSource}, {@link
 * harbor.kit.bff.session.BearerTokens} and {@link harbor.kit.bff.session.Accounts}.
 */
@NullMarked
package harbor.kit.bff.session;

import org.jspecify.annotations.NullMarked;
