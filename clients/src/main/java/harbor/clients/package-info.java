/**
 * One class per core service: its reads, writes and streams of changes, a line each, for every BFF
 * and for core services that call another.
 *
 * <p>Start reading at {@link harbor.clients.CatalogClient}. What comes back are the service's own
 * messages, checked by {@link harbor.clients.Valid}: an answer that cannot be is none.
 */
@NullMarked
package harbor.clients;

import org.jspecify.annotations.NullMarked;
