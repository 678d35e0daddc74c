/**
 * Who is calling, judged by a real provider and a real browser: {@link
 * harbor.e2e.identity.Keycloak} behind a {@link harbor.e2e.identity.ProviderProxy}, and {@link
 * harbor.e2e.identity.Chromium}. Where either cannot be had, tests are skipped and say so.
 */
@NullMarked
package harbor.e2e.identity;

import org.jspecify.annotations.NullMarked;
